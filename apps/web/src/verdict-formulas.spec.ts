import { achievedInNumbers, paceInNumbers } from './verdict-formulas';

const routes = {
  observed: { period: '2019', value: 88, status: 'A' },
  baseline: { period: '2016', value: 45, substituted: false },
  value: 100,
  achievedShare: 43 / 55,
};

it('puts the numbers into the share of the way', () => {
  expect(achievedInNumbers(routes, String)).toBe('(88 − 45) ÷ (100 − 45)');
  expect(
    achievedInNumbers(
      { ...routes, baseline: { ...routes.baseline, value: -10 }, achievedShare: 98 / 110 },
      String,
    ),
  ).toBe('(88 − (-10)) ÷ (100 − (-10))');
});

it('says nothing where the numbers give another share, or one is missing', () => {
  expect(achievedInNumbers({ ...routes, achievedShare: 0.9 }, String)).toBeNull();
  expect(achievedInNumbers({ ...routes, baseline: null }, String)).toBeNull();
});

it('puts the two shares into the pace of their method, and of no other', () => {
  const paced = { method: 'elapsedShare', pace: 43 / 55 / 0.75, achievedShare: 43 / 55, elapsedShare: 0.75 };
  expect(paceInNumbers(paced)).toBe('78.2% ÷ 75.0%');
  expect(paceInNumbers({ ...paced, method: 'growthRatio' })).toBeNull();
  expect(paceInNumbers({ ...paced, pace: 2 })).toBeNull();
});
