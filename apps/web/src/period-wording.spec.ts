import { periodWords } from './period-wording';

describe('a period in words', () => {
  const cases: [string, string, string][] = [
    ['2019', '2019年', '2019'],
    ['2019-S1', '2019年上半年', 'H1 2019'],
    ['2019-S2', '2019年下半年', 'H2 2019'],
    ['2019-Q3', '2019年三季度', 'Q3 2019'],
    ['2019-08', '2019年8月', 'Aug 2019'],
    ['2019-12', '2019年12月', 'Dec 2019'],
    ['2019-06-30', '2019年6月30日', '30 Jun 2019'],
    ['2019-01/2019-06', '2019年1—6月', 'Jan–Jun 2019'],
    ['2019-01/2019-01', '2019年1月', 'Jan 2019'],
    ['2018-07/2019-06', '2018年7月—2019年6月', 'Jul 2018 – Jun 2019'],
  ];

  it.each(cases)('%s', (period, zh, en) => {
    expect(periodWords(period, 'zh')).toBe(zh);
    expect(periodWords(period, 'en')).toBe(en);
  });

  it('leaves text that is no period as it is', () => {
    expect(periodWords('2019-13', 'zh')).toBe('2019-13');
    expect(periodWords('', 'en')).toBe('');
  });
});
