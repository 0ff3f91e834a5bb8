import type { IndicatorSeries, IndicatorValue } from '#contract';
import {
  anyRhythm,
  comparisonFromQuery,
  comparisonRows,
  lineMarks,
  lineOf,
  linesOf,
  mostCompared,
  queryOfComparison,
  rhythmsOf,
  usualLines,
  valuesOf,
} from './comparison-view';

const series = (area: string, values: number, more: Partial<IndicatorSeries> = {}): IndicatorSeries => ({
  area,
  areaName: { zh: area, en: area },
  frequency: 'A',
  accumulation: 'period',
  breakdown: {},
  breakdownNames: {},
  values,
  computed: false,
  newest: null,
  timeliness: null,
  ...more,
});
const value = (
  area: string,
  period: string,
  text: string,
  more: Partial<IndicatorValue> = {},
): IndicatorValue => ({
  area,
  frequency: 'A',
  accumulation: 'period',
  breakdown: {},
  period,
  time: Date.UTC(Number(period.slice(0, 4)), 11, 31),
  value: text,
  status: 'A',
  knownFrom: '2026-01-01T00:00:00Z',
  import: 1,
  revised: false,
  ...more,
});

describe('which series are compared', () => {
  it('names a line by its area and breakdown, whatever the order of its dimensions', () => {
    expect(lineOf({ area: '610100', breakdown: {} })).toBe('610100');
    expect(lineOf({ area: '610100', breakdown: { b: '2', a: '1' } })).toBe('610100~a=1~b=2');
  });

  it('offers the points of a stock together, those of a flow by frequency and accumulation', () => {
    const all = [
      series('1', 2),
      series('1', 9, { frequency: 'M' }),
      series('1', 4, { frequency: 'M', accumulation: 'yearToDate' }),
      series('1', 0, { frequency: 'Q' }),
    ];
    expect(rhythmsOf(all, 'stock')).toEqual([anyRhythm, 'A', 'M', 'M-ytd']);
    expect(rhythmsOf(all, 'flow')).toEqual(['A', 'M', 'M-ytd']);
    expect(rhythmsOf([series('1', 3)], 'stock')).toEqual(['A']);
    expect(rhythmsOf([], 'stock')).toEqual([]);
  });

  it('lists lines with values before those without, and takes the four fullest unless told', () => {
    const all = [
      series('3', 0),
      series('2', 1),
      series('1', 5),
      series('4', 2),
      series('5', 3),
      series('6', 4),
    ];
    const lines = linesOf(all, 'A');
    expect(lines.map(({ id }) => id)).toEqual(['1', '2', '4', '5', '6', '3']);
    expect(usualLines(lines)).toEqual(['1', '4', '5', '6']);
    expect(linesOf([series('1', 2), series('1', 3, { frequency: 'M' })], anyRhythm)).toMatchObject([
      { id: '1', values: 5 },
    ]);
  });

  it('stands in the address, at most eight', () => {
    const many = Array.from({ length: 12 }, (_, at) => String(at));
    expect(comparisonFromQuery({ series: many.join(',') }).lines).toHaveLength(mostCompared);
    expect(comparisonFromQuery({})).toEqual({ rhythm: null, lines: null });
    // Nothing chosen is a choice too.
    expect(comparisonFromQuery(queryOfComparison({ rhythm: 'M-ytd', lines: [] }))).toEqual({
      rhythm: 'M-ytd',
      lines: [],
    });
  });

  it('has a mark and a dash of its own for each of the eight', () => {
    expect(new Set(lineMarks.map(({ point }) => point)).size).toBe(mostCompared);
    expect(new Set(lineMarks.map(({ dash }) => dash.join())).size).toBe(mostCompared);
  });
});

describe('the table of a comparison', () => {
  it('has the newest period first, every value as it was written, and gaps as gaps', () => {
    const rows = comparisonRows(
      [value('1', '2019', '88.0'), value('2', '2020', '0.10000000000000000001'), value('9', '2021', '1')],
      ['2', '1'],
    );
    expect(rows.map(({ period, cells }) => [period, ...cells.map((cell) => cell?.value ?? null)])).toEqual([
      ['2020', '0.10000000000000000001', null],
      ['2019', null, '88.0'],
    ]);
  });

  it('keeps periods apart that end on the same day', () => {
    const december = value('1', '2019-12', '7', { frequency: 'M' });
    expect(comparisonRows([december, value('1', '2019', '88')], ['1']).map(({ period }) => period)).toEqual([
      '2019',
      '2019-12',
    ]);
    expect(valuesOf([december, value('1', '2019', '88')], 'A')).toHaveLength(1);
    expect(valuesOf([december, value('1', '2019', '88')], anyRhythm)).toHaveLength(2);
  });
});
