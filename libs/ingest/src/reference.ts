import type { Area, BreakdownValue, Indicator } from '#contract';
import { readAreas, readBreakdownValues, readIndicators, type Caller, type Reader } from '#storage';
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
  /** The organisation whose indicators alone the uploader may write; null: all. */
  readonly organisation: string | null;
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
  { organisation }: Pick<Reference, 'organisation'>,
): string | null {
  if (formula) return `指标 ${code} 由公式 ${formula} 计算得出，不接受上传；请上传公式中的各项指标`;
  if (organisation === null || owner === organisation) return null;
  return `指标 ${code} 由 ${owner} 负责，本账号只能上传 ${organisation} 的指标`;
}

/** Country, province, city, county, township, village: no tree of areas is deeper. */
const deepestArea = 6;

interface Moment {
  readonly organisation: string | null;
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
  // An administrator's token may name an organisation, but is limited by nothing.
  const organisation = caller.role === 'admin' ? null : caller.organisation;
  return referenceOf({ indicators, areas, breakdownValues }, { organisation, now, timeZone });
}

export function referenceOf(
  catalogue: {
    readonly indicators: readonly Indicator[];
    readonly areas: readonly Area[];
    readonly breakdownValues: readonly BreakdownValue[];
  },
  { organisation, now, timeZone }: Moment,
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
    organisation,
    today: dayInZone(now, timeZone),
    releaseDates: new ReleaseDates(now, timeZone),
  };
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
