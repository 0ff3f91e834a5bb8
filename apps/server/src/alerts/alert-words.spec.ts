import type { ToldAlert } from '#monitoring';
import { alertWords } from './alert-words.js';
import { golden } from './test/golden.js';
import {
  acknowledgedAlert,
  escalatedAlert,
  missedAlert,
  overdueAlert,
  recoveredAlert,
  silentSourceAlert,
  slippedAlert,
} from './test/slips.js';

const words = JSON.parse(golden('words.json')) as Record<string, unknown>;
const over = { state: 'resolved', endsAt: recoveredAlert.endsAt } as const;

describe('alertWords', () => {
  it.each<[string, ToldAlert]>([
    ['slipped', slippedAlert],
    ['missed', missedAlert],
    ['recovered', recoveredAlert],
    ['withdrawn', { ...recoveredAlert, withdrawn: true }],
    ['acknowledged', acknowledgedAlert],
    ['escalated', escalatedAlert],
    ['came and went unnoticed', { ...recoveredAlert, passed: true }],
    ['a target without data', { ...slippedAlert, about: 'noData' }],
    ['overdue', overdueAlert],
    ['overdue no more', { ...overdueAlert, ...over }],
    ['a series without data', { ...overdueAlert, about: 'noData' }],
    ['a silent source', silentSourceAlert],
    ['a source that is heard again', { ...silentSourceAlert, ...over }],
    [
      'a source that cannot be read',
      {
        ...silentSourceAlert,
        about: 'error',
        numbers: { why: { kind: 'text', zh: 'ENOENT: /data/in', en: 'ENOENT: /data/in' } },
      },
    ],
  ])('says of %s what golden/words.json says', (name, alert) => {
    expect(alertWords(alert, 'Asia/Shanghai')).toEqual(words[name]);
  });
});
