import type { Area, BreakdownValue, Indicator, Organisation } from '#contract';
import {
  type Caller,
  organisationsOf,
  readAreas,
  readBreakdownValues,
  readIndicators,
  readOrganisations,
  type Reader,
} from '#storage';
import { dayInZone, type Day } from '#time-period';
import { CodeList, comparable } from './code-list.js';
import { ReleaseDates } from './release-dates.js';

/** What a row is read against: the catalogue's codes, the uploader's rights and the moment of the import. */
export interface Reference {
  readonly indicators: ReadonlyMap<string, KnownIndicator>;
  readonly indicatorCodes: CodeList;
  readonly areas: readonly Area[];
  readonly areaCodes: CodeList;
  /** Of every breakdown dimension its values. */
  readonly breakdownCodes: ReadonlyMap<string, CodeList>;
  /** The organisations whose indicators alone the uploader may write; null: all. */
  readonly organisations: readonly string[] | null;
  /** Of an organisation that answers for some areas only, these and all that lie in them. */
  readonly areasOfOrganisation: ReadonlyMap<string, ReadonlySet<string>>;
  /** The day of the import. */
  readonly today: Day;
  readonly releaseDates: ReleaseDates;
}

export interface KnownIndicator extends Indicator {
  /** Its unit's spellings as {@link comparableUnit} gives them. */
  readonly units: ReadonlySet<string>;
}

/** Why nobody, or not this uploader, may write values of an indicator; null when they may. */
export function writeRefusal(
  { code, owner, formula }: Indicator,
  { organisations }: Pick<Reference, 'organisations'>,
): string | null {
  if (formula) return `指标 ${code} 由公式 ${formula} 计算得出，不接受上传；请上传公式中的各项指标`;
  if (organisations === null || organisations.includes(owner)) return null;
  return `指标 ${code} 由 ${owner} 负责，本账号只能上传 ${organisations.join('、')} 的指标`;
}

/** Why this uploader may not write values of an indicator for an area; null when they may. */
export function areaRefusal(
  { owner }: Indicator,
  area: string,
  { organisations, areasOfOrganisation }: Pick<Reference, 'organisations' | 'areasOfOrganisation'>,
): string | null {
  const own = areasOfOrganisation.get(owner);
  if (organisations === null || own === undefined || own.has(area)) return null;
  return `${owner} 只负责本地区，不能上传 ${area} 的数据`;
}

/** Country, province, city, county, township, village: no tree of areas is deeper. */
const deepestArea = 6;

interface Moment {
  readonly organisations: readonly string[] | null;
  readonly now: Date;
  readonly timeZone: string;
}

/** Loads the catalogue's codes for one upload. */
export async function readReference(
  reader: Reader,
  caller: Caller,
  now: Date,
  timeZone: string,
): Promise<Reference> {
  const indicators = await readIndicators(reader);
  const areas = await readAreas(reader);
  const breakdownValues = await readBreakdownValues(reader);
  const organisations = await readOrganisations(reader);
  return referenceOf(
    { indicators, areas, breakdownValues, organisations },
    { organisations: organisationsOf(caller), now, timeZone },
  );
}

export function referenceOf(
  catalogue: {
    readonly indicators: readonly Indicator[];
    readonly areas: readonly Area[];
    readonly breakdownValues: readonly BreakdownValue[];
    readonly organisations: readonly Organisation[];
  },
  { organisations, now, timeZone }: Moment,
): Reference {
  const { indicators, areas, breakdownValues } = catalogue;
  const dimensions = new Set([
    ...breakdownValues.map((value) => value.dimension),
    ...indicators.flatMap((indicator) => indicator.dimensions),
  ]);
  return {
    indicators: new Map(indicators.map((indicator) => [indicator.code, known(indicator)])),
    indicatorCodes: new CodeList(indicators.map(({ code, name }) => ({ code, names: [name.zh, name.en] }))),
    areas,
    areaCodes: areaCodeList(areas),
    breakdownCodes: new Map(
      [...dimensions].map((dimension) => [
        dimension,
        new CodeList(
          breakdownValues
            .filter((value) => value.dimension === dimension)
            .map(({ code, name }) => ({ code, names: [name.zh, name.en] })),
        ),
      ]),
    ),
    organisations,
    areasOfOrganisation: areasByOrganisation(catalogue.organisations, areas),
    today: dayInZone(now, timeZone),
    releaseDates: new ReleaseDates(now, timeZone),
  };
}

/** Of every organisation that names areas, these and all below them. */
function areasByOrganisation(
  organisations: readonly Organisation[],
  areas: readonly Area[],
): Map<string, Set<string>> {
  const within = new Map<string, Set<string>>();
  for (const { code, areas: named } of organisations) {
    if (named.length === 0) continue;
    const reached = new Set<string>(named);
    // A set may grow while it is walked: what is added comes later.
    for (const area of reached)
      for (const { code: child, parent } of areas) if (parent === area) reached.add(child);
    within.set(code, reached);
  }
  return within;
}

/** The codes of areas by everything that people call them. */
export function areaCodeList(areas: readonly Area[]): CodeList {
  const areaOf = new Map(areas.map((area) => [area.code, area]));
  return new CodeList(
    areas.map((area) => ({
      code: area.code,
      names: [area.name.zh, area.name.en, area.shortName],
      aliases: areaAliases(area, areaOf),
    })),
  );
}

/** 西安 for 西安市 where no short name says so, and 陕西省西安市: the name behind those of the areas it lies in. */
function areaAliases({ name, parent }: Area, byCode: ReadonlyMap<string, Area>): string[] {
  const aliases = /^.{2,}[省市区县]$/u.test(name.zh) ? [name.zh.slice(0, -1)] : [];
  let full = name.zh;
  for (let code = parent, depth = 0; code !== null && depth < deepestArea; depth++) {
    const above = byCode.get(code);
    if (!above) break;
    full = above.name.zh + full;
    aliases.push(full);
    code = above.parent;
  }
  return aliases;
}

function known(indicator: Indicator): KnownIndicator {
  return { ...indicator, units: new Set([indicator.unit.zh, indicator.unit.en].map(comparableUnit)) };
}

/** A unit without width, case and space: ㎡ and m², ％ and % are the same. */
export function comparableUnit(text: string): string {
  return comparable(text).replaceAll(' ', '');
}
