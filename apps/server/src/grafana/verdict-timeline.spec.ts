import { verdictTimelineTable } from './verdict-timeline.js';

const targets = [
  {
    code: 'a',
    name: '甲',
    changes: [
      { time: 40, to: 'missed' as const },
      { time: 10, to: 'onTrack' as const },
      { time: 20, to: 'onTrack' as const },
      { time: 30, to: 'atRisk' as const },
    ],
  },
  { code: 'b', name: '乙', changes: [{ time: 30, to: 'achieved' as const }] },
];
const rows = (range: { from: number; to: number } | null) =>
  verdictTimelineTable('A', 'en', targets, range).rows;

describe('a timeline of verdicts', () => {
  it('has a column per target by its code, called by its name', () => {
    expect(verdictTimelineTable('A', 'zh', targets, null).columns).toEqual([
      { text: 'time', type: 'time', displayName: '时间' },
      { text: 'a', type: 'string', displayName: '甲' },
      { text: 'b', type: 'string', displayName: '乙' },
    ]);
  });

  it('has a row at each time any status changed', () => {
    expect(rows(null)).toEqual([
      [10, 'On track', null],
      [30, 'At risk', 'Achieved'],
      [40, 'Missed', 'Achieved'],
    ]);
  });

  it('begins with what held at the beginning of the range', () => {
    expect(rows({ from: 15, to: 35 })).toEqual([
      [15, 'On track', null],
      [30, 'At risk', 'Achieved'],
    ]);
    expect(rows({ from: 1, to: 5 })).toEqual([[1, null, null]]);
  });
});
