import type { Notice } from './notice.js';
import { listOf, noticeWords } from './notice-words.js';
import { golden } from './test/golden.js';
import {
  acknowledgedAlert,
  escalatedAlert,
  manySlips,
  messageOf,
  missed,
  overdueAlert,
  recovered,
  recoveredAlert,
  silentSourceAlert,
  slipped,
  slippedAlert,
} from './test/slips.js';

const timeZone = 'Asia/Shanghai';
const words = JSON.parse(golden('notices.json')) as Record<string, unknown>;
const told = (message: Extract<Notice, { kind: 'alerts' }>['message']): Notice => ({
  kind: 'alerts',
  message,
});
const mixed = [
  { ...escalatedAlert, isNews: true },
  slippedAlert,
  { ...overdueAlert, isNews: false },
  recoveredAlert,
];

describe('noticeWords', () => {
  it.each<[string, Notice]>([
    ['one that slipped', told(slipped)],
    ['one that is critical', told(messageOf([escalatedAlert]))],
    ['one that became worse', told(missed)],
    ['one that is over', told(recovered)],
    ['three that fire and one that is over', told(messageOf(mixed))],
    ['all of several over', told(messageOf([recoveredAlert, { ...recoveredAlert, fingerprint: 'b' }]))],
    [
      'twenty of three hundred',
      told(messageOf(manySlips(20), { counts: { firing: 300, resolved: 0 }, truncatedAlerts: 280 })),
    ],
    ['a group of nothing in common', told(messageOf([slippedAlert, silentSourceAlert], { groupLabels: {} }))],
    [
      'a group that was taken up',
      told(
        messageOf([escalatedAlert, { ...escalatedAlert, fingerprint: 'b' }], {
          groupLabels: { organisation: 'shaanxi-drc', escalated_from: 'xian-government' },
        }),
      ),
    ],
    ['a reminder of one', told(messageOf([{ ...slippedAlert, isNews: false }], { reason: 'repeat' }))],
    [
      'a reminder of several',
      told(
        messageOf(
          manySlips(3).map((alert) => ({ ...alert, isNews: false })),
          { reason: 'repeat' },
        ),
      ),
    ],
    [
      'several that changed',
      told(messageOf([slippedAlert, { ...overdueAlert, isNews: false }], { reason: 'changed' })),
    ],
    [
      'a heartbeat',
      {
        kind: 'heartbeat',
        heartbeat: {
          at: '2026-11-23T04:00:00.000Z',
          lastSweepAt: '2026-11-23T03:59:00.000Z',
          everySeconds: 3600,
        },
      },
    ],
    ['a test', { kind: 'test', receiver: 'duty-desk', at: '2026-11-23T04:00:00.000Z' }],
  ])('says of %s what golden/notices.json says', (name, notice) => {
    expect(noticeWords(notice, timeZone)).toEqual(words[name]);
  });

  it.each([
    ['day', '每日汇总：', 'Daily digest: '],
    ['week', '每周汇总：', 'Weekly digest: '],
    [null, '预警汇总：', 'Alert digest: '],
  ] as const)('says of a digest of a %s that it is one', (every, zh, en) => {
    const { heading, lead } = noticeWords(told(messageOf(mixed, { reason: 'digest' })), timeZone, every);
    expect(heading).toEqual({
      zh: expect.stringMatching(`^${zh}3项预警（2项新，1项紧急，另有1项解除）`) as string,
      en: expect.stringMatching(`^${en}3 alerts \\(2 new, 1 critical, 1 more resolved\\)`) as string,
    });
    expect(lead).toMatchObject([{ en: expect.stringContaining('regular digest') as string }]);
  });

  it('does not count as all what may be more than it has in its list', () => {
    const counts = { firing: 300, resolved: 0 };
    const { heading } = noticeWords(
      told(messageOf(manySlips(20), { counts, truncatedAlerts: 280 })),
      timeZone,
    );
    expect(heading.zh).toMatch(/^300项预警（至少20项新，/);
  });
});

describe('listOf', () => {
  it('says in one line what, who, how bad, since when, and who sees to it', () => {
    const message = messageOf([...mixed, acknowledgedAlert, silentSourceAlert], { groupLabels: {} });
    expect(listOf(message, timeZone).map(({ line }) => line)).toEqual(words['lines']);
  });

  it('does not say again in every line who is responsible for all', () => {
    expect(listOf(messageOf(mixed), timeZone)[1]?.line.zh).toBe(
      '【新·警告】目标预警：国际航线数量达到100条，由“存在风险”转为“进度滞后”（自2019-03-01 00:00）',
    );
  });
});
