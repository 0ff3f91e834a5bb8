import { normalisedWidth } from '../footnote-mark.js';
import type { Reference } from '../reference.js';
import type { GridRow } from './grid.js';
import { mentionedPeriod, parted, periodFacts } from './header-cell.js';
import { isUnit, labelText, unitsStated } from './label-text.js';

/** What the lines above a header say of the whole table. */
export interface TitleLines {
  readonly lines: readonly { readonly line: number; readonly text: string }[];
  /** Of "单位：" lines and of units in brackets behind a title. */
  readonly units: readonly string[];
  readonly indicator: Mentioned;
  readonly ref_area: Mentioned;
  readonly time_period: Mentioned;
}

/** What titles name of one field. */
export interface Mentioned {
  /** The one thing that is plainly meant; null when there is none, or several, or words beside it that may change it. */
  readonly plain: string | null;
  /** Everything that is named, worth asking about. */
  readonly candidates: readonly string[];
  /** The title's text that says so. */
  readonly text: string;
}

const number = /^(?:(?:附?表|table)\s*\d*(?:[-—–.．]\d+)*|\d{1,2}(?:[-—–.．]\d{1,2})+)\s*[:：、.．]?\s*/i;
const unitBehind = /[（(]\s*(?:(?:计量)?单位\s*[:：]\s*)?([^（）()]+)[)）]\s*$/;
/** Words of a title that say nothing about what the values are. */
const harmless =
  /(?:各|分)(?:设区|省辖)?(?:市|区|县|地|省|州)+|市县|主要年份|历年|年度|统计表|一览表|汇总表|情况|统计|数据|指标|主要|基本|[表及其与和的《》（）()、,，:：\-—–\s年]/g;
const everyPlace = /各|分(?:市|区|县|地)|全部|县区|区县|市县/;

/** 按2015年不变价格, 比2018年: a year that says how the values were computed. */
const beforeBase = /(?:比|较|自|从|按|以|与)$/;
const behindBase = /^(?:不变|可比|价|=|＝|为|普查|以来|起|之[前后]|以[前后]|口径|相比)/;

/** Reads the lines above a header. */
export function readTitles(rows: readonly GridRow[], reference: Reference): TitleLines {
  const lines = rows.flatMap(({ line, cells, filled }) =>
    filled.length === 0 ? [] : [{ line, text: filled.map((at) => cells[at]!).join(' ') }],
  );
  const units = new Set<string>();
  const titles: Title[] = [];
  for (const { cells, filled } of rows)
    for (const at of filled) {
      const stated = unitsStated(cells[at]!);
      if (stated) for (const unit of stated) units.add(unit);
      else if (cells[at]!.length <= longestTitle) titles.push(readTitle(cells[at]!, reference));
    }
  for (const { unit } of titles) if (unit !== null) units.add(unit);
  return {
    lines,
    units: [...units],
    indicator: mentioned(
      titles,
      (title) => title.indicators,
      (title) => title.rest === '',
    ),
    ref_area: mentioned(titles, (title) => title.areas, namesOnePlace),
    time_period: mentioned(
      titles,
      (title) => title.periods,
      (title) => !title.comparesPeriods,
    ),
  };
}

/** A longer text is a paragraph and names all sorts of things. */
const longestTitle = 200;

interface Title {
  readonly text: string;
  readonly indicators: readonly string[];
  readonly areas: readonly string[];
  readonly periods: readonly string[];
  /** Whether a period is a base of prices or of a comparison, and not what the values are of. */
  readonly comparesPeriods: boolean;
  readonly unit: string | null;
  /** What is left when everything that is known and everything that says nothing is taken away. */
  readonly rest: string;
}

function readTitle(text: string, reference: Reference): Title {
  const { chinese } = parted(labelText(text));
  let rest = normalisedWidth(chinese || text)
    .replace(/\s+/g, '')
    .replace(number, '');
  const behind = unitBehind.exec(rest)?.[1];
  const unit = behind !== undefined && isUnit(behind, reference) ? behind : null;
  if (unit !== null) rest = rest.replace(unitBehind, '');
  const indicators: string[] = [];
  rest = withoutIndicators(rest, reference, indicators);
  const periods: string[] = [];
  let comparesPeriods = false;
  rest = rest.replace(mentionedPeriod, (found, at: number, title: string) => {
    const facts = periodFacts(found);
    if (facts?.time_period === undefined) return found;
    periods.push(facts.time_period);
    comparesPeriods ||=
      beforeBase.test(title.slice(0, at)) || behindBase.test(title.slice(at + found.length));
    return ' ';
  });
  const areas: string[] = [];
  rest = withoutAreas(rest, reference, areas);
  return { text, indicators, areas, periods, comparesPeriods, unit, rest: rest.replace(harmless, '') };
}

/** Takes the names of indicators out of a title, the longest first. */
function withoutIndicators(title: string, reference: Reference, found: string[]): string {
  const names = [...reference.indicators.values()].flatMap(({ code, name }) =>
    [name.zh, name.en].map((text) => ({ code, text: normalisedWidth(text).replace(/\s+/g, '') })),
  );
  let rest = title;
  for (const { code, text } of names.sort((a, b) => b.text.length - a.text.length)) {
    if (!rest.includes(text)) continue;
    found.push(code);
    rest = rest.replaceAll(text, ' ');
  }
  return rest;
}

const longestAreaName = 12;

function withoutAreas(title: string, reference: Reference, found: string[]): string {
  let rest = '';
  for (let at = 0; at < title.length;) {
    const name = areaAt(title, at, reference);
    if (name === null) rest += title[at++];
    else {
      found.push(reference.areaCodes.find(name)!);
      at += name.length;
      rest += ' ';
    }
  }
  return rest;
}

function areaAt(title: string, at: number, reference: Reference): string | null {
  for (let length = Math.min(longestAreaName, title.length - at); length >= 2; length--) {
    const part = title.slice(at, at + length);
    if (!/[\d\s]/.test(part) && reference.areaCodes.find(part) !== null) return part;
  }
  return null;
}

/** 西安市国民经济主要指标 is about 西安市, 陕西省各市常住人口 about its cities. */
function namesOnePlace({ text, rest, areas }: Title): boolean {
  return areas.length === 1 && !everyPlace.test(text) && !/[省市区县州]/.test(rest);
}

function mentioned(
  titles: readonly Title[],
  of: (title: Title) => readonly string[],
  isPlain: (title: Title) => boolean,
): Mentioned {
  const naming = titles.filter((title) => of(title).length > 0);
  const candidates = [...new Set(naming.flatMap(of))];
  const [only] = candidates;
  const plain = candidates.length === 1 && naming.every(isPlain) ? only! : null;
  return { plain, candidates, text: naming[0]?.text ?? '' };
}
