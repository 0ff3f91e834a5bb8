import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

type Row = Record<string, string>;

const textOf = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
const rowsOf = (name: string): Row[] => parse(textOf(name), { columns: true });

const observations = rowsOf('observations.csv');
const choices = rowsOf('observation-choices.csv');

const repeated = (keys: string[]): string[] => keys.filter((key, index) => keys.indexOf(key) !== index);
const seriesAndPeriod = (row: Row): string =>
  [row['indicator_code'], row['ref_area']?.slice(0, 6), row['time_period']].join(' ');

/** A choice keeps the collected file's wording of area and period; this is the code and value it is shipped with. */
const areaAndValue = (row: Row): string => `${row['ref_area']?.slice(0, 6)} ${row['obs_value']}`;

describe('observations.csv', () => {
  it('has the header of the long upload layout, no byte order mark and LF line ends', () => {
    const text = textOf('observations.csv');
    expect(text.slice(0, text.indexOf('\n'))).toBe(
      'indicator,ref_area,time_period,obs_value,unit,obs_status,released_on,destination,source_title,source_url,comment',
    );
    expect(text).not.toContain('\r');
  });

  it('has one row per indicator, area, period and destination', () => {
    const keys = observations.map((row) =>
      [row['indicator'], row['ref_area'], row['time_period'], row['destination']].join(' '),
    );
    expect(repeated(keys)).toEqual([]);
  });

  it('has plain decimal numbers only: a bound such as >1000 is not an observation', () => {
    expect(observations.filter((row) => !/^\d+(\.\d+)?$/.test(row['obs_value'] ?? ''))).toEqual([]);
  });

  it('has periods as SDMX writes them, year-to-date from January to the end of a month', () => {
    const period = /^\d{4}(-(S[12]|Q[1-4]|\d{2}(-\d{2})?))?$/;
    const yearToDate = /^(\d{4})-01\/\1-\d{2}$/;
    const faulty = observations.filter((row) => {
      const text = row['time_period'] ?? '';
      return !period.test(text) && !yearToDate.test(text);
    });
    expect(faulty).toEqual([]);
  });

  it('names a source and its address in every row', () => {
    expect(
      observations.filter((row) => !row['source_title'] || !/^https?:\/\//.test(row['source_url'] ?? '')),
    ).toEqual([]);
  });

  it('marks every value normal, provisional or estimated, and dates releases to the day, month or year', () => {
    expect(observations.filter((row) => !['A', 'P', 'E'].includes(row['obs_status'] ?? ''))).toEqual([]);
    expect(
      observations.filter((row) => !/^(\d{4}(-\d{2}(-\d{2})?)?)?$/.test(row['released_on'] ?? '')),
    ).toEqual([]);
  });

  it('gives a destination to rail travel times and to nothing else', () => {
    const faulty = observations.filter(
      (row) => (row['indicator'] === 'rail_travel_time') !== /^\d{6}$/.test(row['destination'] ?? ''),
    );
    expect(faulty).toEqual([]);
  });

  it('uses only areas, destinations and units that the catalogue knows', () => {
    const areas = new Set(rowsOf('areas.csv').map((row) => row['code']));
    const destinations = new Set(
      rowsOf('breakdowns.csv')
        .filter((row) => row['dimension'] === 'destination')
        .map((row) => row['code']),
    );
    const units = new Map(rowsOf('indicators.csv').map((row) => [row['code'], row['unit_zh']]));
    const unknown = observations.filter(
      (row) =>
        !areas.has(row['ref_area']) ||
        (row['destination'] !== '' && !destinations.has(row['destination'])) ||
        units.get(row['indicator']) !== row['unit'],
    );
    expect(unknown).toEqual([]);
  });

  it('has the international routes as published, and neither of the two figures for 2019-08', () => {
    const routes = observations
      .filter((row) => row['indicator'] === 'international_routes' && row['ref_area'] === '610100')
      .map((row) => [row['time_period'], row['obs_value'], row['unit'], row['released_on']]);
    expect(routes).toEqual([
      ['2015-04', '28', '条', '2015-04-13'],
      ['2016', '45', '条', '2017-10-26'],
      ['2017', '58', '条', '2018-06-07'],
      ['2018', '64', '条', '2019-03-01'],
      ['2019', '88', '条', '2020-02-17'],
      ['2021-09', '92', '条', '2021-09-08'],
      ['2024-06', '108', '条', '2024-06-06'],
    ]);
  });

  it('says that the 108 routes of 2024-06 stand on a single mirror page', () => {
    const row = observations.find(
      (candidate) =>
        candidate['indicator'] === 'international_routes' && candidate['time_period'] === '2024-06',
    );
    expect(row?.['comment']).toContain('仅此一处来源');
  });
});

describe('observation-choices.csv', () => {
  const decided = (decision: string): Row[] => choices.filter((row) => row['decision'] === decision);

  it('accounts for each of the 396 collected rows once', () => {
    expect(choices).toHaveLength(396);
    expect(repeated(choices.map((row) => `${row['source_file']}:${row['line']}`))).toEqual([]);
  });

  it('gives every row a decision and a reason, as a code and in words', () => {
    const faulty = choices.filter(
      (row) =>
        !['kept', 'left-out', 'merged'].includes(row['decision'] ?? '') ||
        !/^[a-z]+(-[a-z]+)*$/.test(row['reason_code'] ?? '') ||
        !row['reason'],
    );
    expect(faulty).toEqual([]);
  });

  it('keeps exactly the rows of observations.csv, value by value', () => {
    const kept = decided('kept');
    expect(kept).toHaveLength(observations.length);
    expect(kept.map(areaAndValue).sort()).toEqual(observations.map(areaAndValue).sort());
  });

  it('merges a row only into a kept row of the same series and period', () => {
    const kept = new Set(decided('kept').map(seriesAndPeriod));
    expect(decided('merged').filter((row) => !kept.has(seriesAndPeriod(row)))).toEqual([]);
  });

  it('keeps no target, no national figure and no bound', () => {
    const faulty = decided('kept').filter(
      (row) => /^(target|national)_/.test(row['indicator_code'] ?? '') || row['obs_value']?.startsWith('>'),
    );
    expect(faulty).toEqual([]);
  });
});
