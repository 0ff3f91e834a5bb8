import { readLines, seedReference } from '../../test/layouts.js';
import type { Reference } from '../reference.js';

let reference: Reference;
beforeAll(async () => {
  reference = await seedReference();
});

/** Rows as this service exports them: FREQ, ACCUMULATION, TIME_PERIOD, COMPUTED. */
const read = (...rows: readonly string[]) =>
  readLines(
    [
      'STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,OBS_VALUE,FREQ,ACCUMULATION,TIME_PERIOD,COMPUTED',
      ...rows.map((row) => `dataflow,GZ:OBSERVATIONS(1.0),I,pm25,610100,57,${row}`),
    ].join('\n'),
    reference,
  );

describe('what this service exports as SDMX-CSV', () => {
  it('says beside the period whether the value runs from the beginning of the year', async () => {
    const { values, faults } = await read(
      'M,P,2018-10,',
      'M,YTD,2019-06,',
      'Q,YTD: 累计,2019-Q3,',
      'M,,2018-11,',
    );
    expect(faults).toEqual([]);
    expect(values.map((value) => value.split(' ').at(-2))).toEqual([
      '2018-10',
      '2019-01/2019-06',
      '2019-Q1/2019-Q3',
      '2018-11',
    ]);
  });

  it('holds computed values, which are passed over', async () => {
    const { values, faults, missing } = await read('A,P,2018,F', 'A,P,2019,A: 汇总', 'A,P,2020,');
    expect([values.length, faults, missing]).toEqual([1, [], 2]);
  });

  it.each([
    ['A,YTD,2018,', 'ACCUMULATION invalid-period YTD'],
    ['M,MOVING,2018-10,', 'ACCUMULATION invalid-period MOVING'],
  ])('%s is refused', async (row, fault) => {
    expect((await read(row)).faults).toEqual([`2 ${fault}`]);
  });
});
