import { parsePeriod } from '#time-period';
import { repeatedPeriods, type Succession } from './repeated-period.js';

const june = parsePeriod('2019-06')!;
const series = (count: number, own: Partial<Succession>): Succession[] =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    period: june,
    value: 10 + index,
    previous: 10 + index,
    beforeThat: 5,
    ...own,
  }));
const told = (successions: Succession[]) =>
  repeatedPeriods(successions).map(({ line, equal, compared }) => `line ${line}: ${equal} of ${compared}`);

describe('repeatedPeriods', () => {
  const cases: [says: string, successions: Succession[], expected: string[]][] = [
    ['five series that all say what they said last month', series(5, {}), ['line 2: 5 of 5']],
    ['four are too few', series(4, {}), []],
    [
      'one of twenty may differ',
      [...series(19, {}), ...series(1, { value: 9, previous: 8 })],
      ['line 2: 19 of 20'],
    ],
    ['one of six may not', [...series(5, {}), ...series(1, { value: 9, previous: 8 })], []],
    ['series that stood still before say nothing', series(9, { value: 7, previous: 7, beforeThat: 7 }), []],
    ['noughts say nothing', series(9, { value: 0, previous: 0 }), []],
    ['what came before that is not known', series(5, { beforeThat: null }), ['line 2: 5 of 5']],
    [
      'each period for itself',
      [...series(5, {}), ...series(3, { period: parsePeriod('2019-07')! })],
      ['line 2: 5 of 5'],
    ],
  ];
  it.each(cases)('%s', (_, successions, expected) => expect(told(successions)).toEqual(expected));
});
