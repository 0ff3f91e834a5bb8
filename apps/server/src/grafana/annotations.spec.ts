import {
  annotationMarks,
  annotationsTable,
  type Event,
  eventsWithin,
  mostEvents,
  revisionEvent,
  targetDateEvents,
} from './annotations.js';
import { names, target } from './test/sample-plan.js';

const event = (time: number, timeEnd: number | null = null): Event => ({
  time,
  timeEnd,
  title: `at ${time}`,
  text: 'text',
  tags: ['a', 'b'],
});
const many = Array.from({ length: mostEvents + 1 }, (_, i) => event(i));

describe('events', () => {
  it('are within a range with any part of them, in time order', () => {
    const events = [event(50), event(10, 30), event(5, 15), event(20)];
    expect(eventsWithin(events, { from: 18, to: 40 }).map(({ time }) => time)).toEqual([10, 20]);
    expect(eventsWithin(events, null)).toHaveLength(4);
  });

  it('of a target are its due date and its milestones', () => {
    const dates = targetDateEvents(
      target({ code: 'routes-2020', milestones: [{ period: '2018', value: '60' }] }),
      'en',
      'Asia/Shanghai',
    );
    expect(dates.map(({ time, title }) => [new Date(time).toISOString(), title])).toEqual([
      ['2018-12-30T16:00:00.000Z', 'Milestone: 2018'],
      ['2020-12-30T16:00:00.000Z', 'Due: 2020'],
    ]);
  });

  it('of a revision say what was and what is', () => {
    const revision = {
      indicator: 'routes',
      area: '610100',
      frequency: 'A' as const,
      accumulation: 'period' as const,
      breakdown: {},
      knownFrom: new Date('2020-02-17T00:00:00Z'),
      periodStart: '2019-01-01',
      periodEnd: '2019-12-31',
      before: '85.1',
      after: '88',
      importId: 3,
    };
    expect(revisionEvent(revision, 'zh', names)).toMatchObject({
      title: '修订：航线 · 西安市',
      text: '2019年：85.1 → 88 (+2.9)，单位条',
      tags: ['revisions', 'routes', '610100'],
    });
  });
});

describe('marks', () => {
  it('are rows with the columns that Grafana reads', () => {
    expect(annotationsTable('A', 'en', [event(1, 2), event(3)])).toMatchObject({
      columns: ['time', 'timeEnd', 'title', 'text', 'tags'].map((text) => ({ text })),
      rows: [
        [1, 2, 'at 1', 'text', 'a,b'],
        [3, null, 'at 3', 'text', 'a,b'],
      ],
    });
  });

  it('are bounded: the newest stay, and it is said that there were more', () => {
    const table = annotationsTable('A', 'en', many);
    expect(table.rows).toHaveLength(mostEvents);
    expect([table.rows[0]?.[0], table.rows.at(-1)?.[0]]).toEqual([1, mostEvents]);
    expect(table.meta?.notices).toHaveLength(1);
    const marks = annotationMarks({}, 'en', many);
    expect(marks).toHaveLength(mostEvents + 1);
    expect(marks[0]).toMatchObject({ time: 1, title: 'Earlier marks are left out', tags: ['cut'] });
  });

  it('of what lasts are regions', () => {
    const annotation = { name: 'n' };
    expect(annotationMarks(annotation, 'en', [event(1, 2), event(3)])).toEqual([
      { annotation, time: 1, timeEnd: 2, isRegion: true, title: 'at 1', text: 'text', tags: ['a', 'b'] },
      { annotation, time: 3, title: 'at 3', text: 'text', tags: ['a', 'b'] },
    ]);
  });
});
