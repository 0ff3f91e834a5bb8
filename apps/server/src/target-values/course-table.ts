/** What a target's page shows, as rows for a file. Pure. */
import type { TargetValue } from '#contract';
import { dayInZone } from '#time-period';
import { methodWords, statusWords } from '../assessments/verdict-words.js';
import { columnNames, courseWords, type Language, observationStatuses } from './course-words.js';
import type { TargetCourse } from './target-values.reader.js';

/** A number is exact decimal text; a text is of people, and made safe by whoever writes it. */
export type Cell = { readonly number: string } | { readonly text: string } | null;

export interface CourseTable {
  readonly title: string;
  readonly values: { readonly name: string; readonly header: readonly string[]; readonly rows: Cell[][] };
  readonly verdict: { readonly name: string; readonly rows: (readonly [string, Cell])[] };
}

type Column = keyof typeof columnNames;
const columns = Object.keys(columnNames) as Column[];

/**
 * A row for every vintage of every period, and one for each period that has only an expected value, a target or a
 * forecast, in time order. What belongs to the period stands in the row of the value in force.
 */
export function courseTable(
  course: TargetCourse,
  {
    language,
    day,
    timeZone,
  }: { readonly language: Language; readonly day: string; readonly timeZone: string },
): CourseTable {
  const { judgement, row, trajectory, values } = course;
  const { target, indicator, verdict } = judgement;
  const say = (words: Readonly<Record<Language, string>>) => words[language];
  const { due } = trajectory;
  const expectedIn = new Map(trajectory.points.map((point) => [point.period, point]));
  const everyRow = { target: text(target.code), unit: text(say(indicator.unit)), asOf: text(day) };

  /** What is asked for and foreseen of a period. */
  const ofPeriod = (period: string): Partial<Record<Column, Cell>> => {
    const expected = expectedIn.get(period);
    const isDue = period === due.period;
    return {
      expected: expected ? calculated(expected.expected) : null,
      goal: isDue ? calculated(due.value) : null,
      upperGoal: isDue ? calculated(due.upper) : null,
      forecast: isDue ? calculated(verdict.forecast?.value) : null,
      forecastLower: isDue ? calculated(verdict.forecast?.lower) : null,
      forecastUpper: isDue ? calculated(verdict.forecast?.upper) : null,
    };
  };
  const ofValue = (value: TargetValue): Partial<Record<Column, Cell>> => ({
    value: { number: value.decimal },
    status: text(statusOf(value, language)),
    inForce: text(say(value.knownTo === null ? courseWords.yes : courseWords.no)),
    knownFrom: text(dayInZone(new Date(value.knownFrom), timeZone)),
    knownBy: text(say(courseWords[value.computed ? 'inputs' : value.released ? 'released' : 'imported'])),
    knownTo: value.knownTo === null ? null : text(dayInZone(new Date(value.knownTo), timeZone)),
    import: value.import && { number: String(value.import.id) },
    file: value.import && text(value.import.edited ? say(courseWords.typed) : value.import.fileName),
    sheet: value.import?.sheet == null ? null : text(value.import.sheet),
    line: value.import?.line == null ? null : { number: String(value.import.line) },
    fileColumn: value.import?.column == null ? null : text(value.import.column),
    uploadedBy: value.import && text(value.import.uploadedBy),
    comment: value.comment === null ? null : text(value.comment),
    source: text(Object.values(value.source).join(' ')),
    ...(value.knownTo === null ? ofPeriod(value.period) : {}),
  });

  const valued = new Set(values.filter(({ knownTo }) => knownTo === null).map(({ period }) => period));
  const bare = new Map(
    [...trajectory.points, due]
      .filter(({ period }) => !valued.has(period))
      .map((one) => [one.period, one.time]),
  );
  const rows = [
    ...values.map((value) => ({ time: value.time, period: value.period, cells: ofValue(value) })),
    ...[...bare].map(([period, time]) => ({ time, period, cells: ofPeriod(period) })),
  ].toSorted((a, b) => a.time - b.time);

  const fact = (name: Readonly<Record<Language, string>>, cell: Cell) => [say(name), cell] as const;
  return {
    title: say(target.name),
    values: {
      name: say(courseWords.values),
      header: columns.map((column) => say(columnNames[column])),
      rows: rows.map(({ period, cells }) => {
        const all: Partial<Record<Column, Cell>> = { ...everyRow, period: text(period), ...cells };
        return columns.map((column) => all[column] ?? null);
      }),
    },
    verdict: {
      name: say(courseWords.verdict),
      rows: [
        fact(courseWords.name, text(say(target.name))),
        fact(columnNames.asOf, text(day)),
        fact(courseWords.status, text(say(statusWords[verdict.status]))),
        fact(courseWords.sentence, text(say(row.text))),
        ...row.remarks.map((remark) => fact(courseWords.remark, text(say(remark.text)))),
        fact(
          courseWords.method,
          text(say(methodWords[verdict.method] ?? { zh: row.method, en: row.method })),
        ),
        fact(courseWords.due, text(verdict.due)),
        fact(courseWords.baseline, calculated(row.baseline?.value)),
        fact(courseWords.pace, calculated(row.pace)),
        fact(courseWords.achievedShare, calculated(row.achievedShare)),
        fact(courseWords.elapsedShare, calculated(row.elapsedShare)),
        fact(courseWords.indicator, text(`${say(indicator.name)} (${indicator.code})`)),
        fact(courseWords.area, text(`${say(row.areaName)} (${row.area})`)),
        fact(courseWords.organisation, text(say(row.organisationName))),
        fact(courseWords.version, { number: String(row.targetVersion) }),
        fact(courseWords.clause, text(target.clause.quote)),
      ],
    },
  };
}

const text = (of: string): Cell => (of === '' ? null : { text: of });

/** Calculated in binary: its last digits say nothing. */
function calculated(value: number | null | undefined): Cell {
  return value == null ? null : { number: String(Number(value.toPrecision(12))) };
}

function statusOf({ status, computed }: TargetValue, language: Language): string {
  const word = observationStatuses[status]?.[language] ?? status;
  return computed ? `${word} · ${courseWords.computed[language]}` : word;
}
