import { countDaysIn } from './date-wording';
import { endOfSilence, matchersOf } from './silence-draft';

describe('a silence from an alert', () => {
  it.each([
    [
      'target/routes',
      { alertname: 'slip', target: 'routes', area: '610100' },
      ['alertname=slip', 'target=routes'],
    ],
    [
      'series/gdp/610100/A/period',
      { alertname: 'overdue', series: 'gdp/610100', frequency: 'A' },
      ['alertname=overdue', 'series=gdp/610100', 'frequency=A', 'accumulation='],
    ],
    [
      'source/bureau',
      { alertname: 'source-silent', source: 'bureau' },
      ['alertname=source-silent', 'source=bureau'],
    ],
    [
      'project/metro-8/construction',
      { alertname: 'late-stage', project: 'metro-8', stage: 'construction', task: '6' },
      ['alertname=late-stage', 'project=metro-8', 'stage=construction'],
    ],
    // Without the label of its subject its rule is all there is to match by.
    ['project/1', { alertname: 'late' }, ['alertname=late']],
  ])('of %s means it and no other', (subject, labels, wanted) => {
    const matchers = matchersOf({ subject, labels });
    expect(matchers.map(({ label, operator, value }) => `${label}${operator}${value}`)).toEqual(wanted);
  });
});

describe('the end of a silence', () => {
  const now = Date.parse('2026-11-23T04:00:00Z');
  afterAll(() => countDaysIn('Asia/Shanghai'));

  it.each([
    ['day', null, '2026-11-24T04:00:00.000Z'],
    ['week', null, '2026-11-30T04:00:00.000Z'],
    ['date', '2026-11-23', '2026-11-23T16:00:00.000Z'],
    ['date', '2026-12-31', '2026-12-31T16:00:00.000Z'],
    ['date', '2026-11-22', null],
    ['date', null, null],
  ] as const)('%s %s is %s in Shanghai', (choice, day, end) => {
    countDaysIn('Asia/Shanghai');
    expect(endOfSilence(choice, day, now)).toBe(end);
  });

  it.each([
    // The clocks go forward in that night, and back in the other.
    ['Europe/Berlin', '2027-03-27', '2027-03-27T23:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', '2027-03-28T22:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '2027-10-31T23:00:00.000Z'],
    ['America/New_York', '2026-12-31', '2027-01-01T05:00:00.000Z'],
  ])('in %s the day %s is over at %s', (zone, day, end) => {
    countDaysIn(zone);
    expect(endOfSilence('date', day, now)).toBe(end);
  });
});
