import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AlertSettings, AlertSettingsDefinition } from '#contract';
import { draftOf, durationDraft, writtenSettings } from './settings-draft';

const seeded: AlertSettingsDefinition = parse(
  readFileSync(join(process.cwd(), 'seeds/alert-settings.yml'), 'utf8'),
);
const words = {
  notANumber: 'no number',
  notJson: () => 'no JSON',
  superiorsFault: (line: string) => `not: ${line}`,
};
const asShown = (settings: AlertSettingsDefinition): AlertSettings => ({
  ...settings,
  version: 4,
  changedAt: '2026-11-23T04:00:00Z',
  changedBy: 'Li',
});
const route = {
  matchers: [],
  continue: false,
  receiver: 'duty',
  groupBy: ['alertname'],
  groupWaitSeconds: 0,
  groupIntervalSeconds: 300,
  repeatSeconds: 604_800,
  routes: [],
};

describe('alert settings that are edited', () => {
  it.each<[string, AlertSettingsDefinition]>([
    ['as shipped', seeded],
    [
      'with everything',
      {
        ...seeded,
        root: {
          ...route,
          routes: [
            {
              ...route,
              // Brackets and breaks in a text are its own.
              matchers: [{ label: 'area', operator: '=~', value: '[ 6]1.{4}\n{ a }' }],
              receiver: null,
              repeatSeconds: 'never',
              groupBy: 'all',
            },
          ],
        },
        grouping: { groupBy: 'all', groupWaitSeconds: 90, groupIntervalSeconds: 1, repeatSeconds: 'never' },
        escalation: { afterWorkingDays: 2, superiors: { a: 'b', b: 'c' }, leadingGroup: null },
        heartbeat: { everySeconds: 300, staleAfterSeconds: 7_200, receivers: ['duty'] },
      },
    ],
    ['with nothing', { ...seeded, escalation: null, heartbeat: null, inhibitions: [] }],
  ])('%s are sent as they were', (_, settings) => {
    expect(writtenSettings(draftOf(asShown(settings)), 4, words)).toEqual({
      settings: { ...settings, version: 4 },
    });
  });

  it('write short parts on one line', () => {
    expect(draftOf(asShown(seeded)).inhibitions).toContain(
      '{ "label": "condition", "operator": "=", "value": "overdue" }',
    );
  });

  it('say of every field what cannot be read', () => {
    const draft = {
      ...draftOf(asShown(seeded)),
      root: '{',
      superiors: 'a=b\nc\nd=',
      afterWorkingDays: 'few',
      repeat: { amount: '', unit: 'days' as const },
    };
    const written = writtenSettings(draft, 4, words);
    expect('faults' in written && written.faults.map(({ path, message }) => [path, message])).toEqual([
      ['root', 'no JSON'],
      ['grouping.repeatSeconds', 'no number'],
      ['escalation.afterWorkingDays', 'no number'],
      ['escalation.superiors', 'not: c'],
      ['escalation.superiors', 'not: d='],
    ]);
  });
});

describe('a time', () => {
  it.each([
    [0, '0', 'seconds'],
    [45, '45', 'seconds'],
    [300, '5', 'minutes'],
    [7_200, '2', 'hours'],
    [604_800, '7', 'days'],
  ])('of %d s is %s %s', (seconds, amount, unit) => {
    expect(durationDraft(seconds)).toEqual({ amount, unit });
  });
});
