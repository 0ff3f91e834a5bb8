import type { Calendar } from './calendar.js';
import { next, unborn } from './life.js';
import type { Rule } from './rule.js';
import type { Moment, Span } from './span.js';
import { at, said } from './test/lives.js';
import { slipRule } from './test/rules.js';

describe('how long it has held', () => {
  const run = (span: Span, moments: readonly Partial<Moment>[], calendar?: Calendar): string[] => {
    const rule: Rule = { ...slipRule, for: span };
    let life = unborn;
    return moments.map((moment, index) => {
      const step = next(
        life,
        said('true'),
        rule,
        at(index + 1, { ...moment, ...(calendar && { calendar }) }),
      );
      life = step.life;
      return step.action;
    });
  };
  // 2026-11-27 is a Friday.
  it.each<[string, Span, Partial<Moment>[], string[]]>([
    ['at once', { releases: 0 }, [{}], ['fire']],
    ['sweeps after the first', { sweeps: 2 }, [{}, {}, {}], ['pending', 'none', 'fire']],
    [
      'days',
      { days: 2 },
      [{ day: '2026-11-27' }, { day: '2026-11-28' }, { day: '2026-11-28' }, { day: '2026-11-29' }],
      ['pending', 'none', 'none', 'fire'],
    ],
    [
      'working days pass over the weekend',
      { workingDays: 1 },
      [{ day: '2026-11-27' }, { day: '2026-11-28' }, { day: '2026-11-29' }, { day: '2026-11-30' }],
      ['pending', 'none', 'none', 'fire'],
    ],
    [
      'releases of its own series',
      { releases: 2 },
      [{ releases: 7 }, { releases: 8 }, { releases: 8 }, { releases: 9 }],
      ['pending', 'none', 'none', 'fire'],
    ],
    [
      'a release taken back and made again is one',
      { releases: 2 },
      [{ releases: 7 }, { releases: 8 }, { releases: 7 }, { releases: 8 }, { releases: 9 }],
      ['pending', 'none', 'none', 'none', 'fire'],
    ],
    [
      'two workers on both sides of midnight do not count a day twice',
      { days: 2 },
      [
        { day: '2026-11-27' },
        { day: '2026-11-28' },
        { day: '2026-11-27' },
        { day: '2026-11-28' },
        { day: '2026-11-29' },
      ],
      ['pending', 'none', 'none', 'none', 'fire'],
    ],
    [
      'a clock that was far ahead and is put right does not hold the alert up',
      { days: 2 },
      [{ day: '2031-01-01' }, { day: '2026-11-27' }, { day: '2026-11-28' }, { day: '2026-11-29' }],
      ['pending', 'none', 'none', 'fire'],
    ],
    [
      'time when nobody judged counts when it was true before and after',
      { days: 3 },
      [{ day: '2026-11-27' }, { day: '2026-12-08' }],
      ['pending', 'fire'],
    ],
  ])('%s', (_sentence, span, moments, actions) => {
    expect(run(span, moments)).toEqual(actions);
  });

  it('a worked Saturday is a working day', () => {
    const calendar: Calendar = { holidays: [], workedWeekends: ['2026-11-28'] };
    expect(run({ workingDays: 1 }, [{ day: '2026-11-27' }, { day: '2026-11-28' }], calendar)).toEqual([
      'pending',
      'fire',
    ]);
  });

  it('goes on when the rule changes its unit', () => {
    const first = next(unborn, said('true'), { ...slipRule, for: { sweeps: 9 } }, at(1));
    const second = next(
      first.life,
      said('true'),
      { ...slipRule, for: { days: 1 } },
      at(2, { day: '2026-11-24' }),
    );
    expect(second.action).toBe('fire');
  });
});
