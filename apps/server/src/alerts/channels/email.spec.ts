import { golden } from '../test/golden.js';
import { surroundings } from '../test/receivers.js';
import {
  acknowledgedAlert,
  escalatedAlert,
  first,
  manySlips,
  messageOf,
  overdueAlert,
  recovered,
  recoveredAlert,
  silentSourceAlert,
  slippedAlert,
} from '../test/slips.js';
import { emailOf } from './email-body.js';
import { messageIdOf, threadHeaders } from './email.js';

const group = messageOf(
  [
    { ...escalatedAlert, isNews: true },
    { ...slippedAlert, fingerprint: 'b' },
    { ...overdueAlert, isNews: false },
    { ...acknowledgedAlert, fingerprint: 'c' },
    recoveredAlert,
  ],
  { truncatedAlerts: 7, counts: { firing: 11, resolved: 1 } },
);
const chartsOf = (target: string) =>
  (['zh', 'en'] as const).map((language) => ({ target, language, png: new Uint8Array([1]) }));

describe('emailOf', () => {
  it.each([
    ['recovered', recovered],
    ['group', group],
  ])('writes of %s what golden/email-*.* have', (name, message) => {
    const email = emailOf({ kind: 'alerts', message }, surroundings);
    expect(`${email.subject}\n\n${email.text}`).toBe(golden(`email-${name}.txt`));
    expect(email.html).toBe(golden(`email-${name}.html`));
  });

  it('shows each chart behind the words in its language', () => {
    const notice = { kind: 'alerts', message: recovered } as const;
    const pictures = chartsOf('international-routes-2020');
    const { html, text, attachments } = emailOf(notice, surroundings, pictures);
    expect(html).toMatch(
      /预警解除[^]*src="cid:chart-zh-1@[^]*<hr [^]*Alert resolved[^]*src="cid:chart-en-1@guanzhong-monitor" alt="Alert resolved/,
    );
    expect(attachments.map(({ cid }) => cid)).toEqual([
      'chart-zh-1@guanzhong-monitor',
      'chart-en-1@guanzhong-monitor',
    ]);
    expect(text).toBe(emailOf(notice, surroundings).text);
  });

  it('of several shows the charts of each beside its own words', () => {
    const pictures = [...chartsOf('target-1'), ...chartsOf('target-2')];
    const alerts = manySlips(2).map((alert) => ({
      ...alert,
      target: alert.target && {
        ...alert.target,
        target: { ...alert.target.target, code: alert.labels['target'] ?? '' },
      },
    }));
    const { html, attachments } = emailOf(
      { kind: 'alerts', message: messageOf(alerts) },
      surroundings,
      pictures,
    );
    expect(attachments).toHaveLength(4);
    expect(new Set(attachments.map(({ cid }) => cid)).size).toBe(4);
    expect(html).toMatch(/第1个目标[^]*chart-zh-1@[^]*第2个目标[^]*chart-zh-2@[^]*<hr [^]*chart-en-2@/);
  });

  it('lets no name become markup', () => {
    const summary = { zh: '<b>“&”</b>', en: '<script>"x"</script>' };
    const message = messageOf([{ ...slippedAlert, summary }]);
    const { html } = emailOf({ kind: 'alerts', message }, surroundings);
    expect(html).toContain('&lt;b&gt;“&amp;”&lt;/b&gt;');
    expect(html).not.toMatch(/<b>|<script/);
  });

  it('says in its subject how many and how bad', () => {
    expect(emailOf({ kind: 'alerts', message: group }, surroundings).subject).toBe(
      "[关中监测] 11项预警（2项新，至少1项紧急，另有1项解除）：责任单位“西安市政府”，规则“slip” / 11 alerts (2 new, at least 1 critical, 1 more resolved): organisation “Xi'an Municipal People's Government”, rule “slip”",
    );
    const digest = messageOf([slippedAlert, silentSourceAlert], { reason: 'digest', groupLabels: {} });
    expect(emailOf({ kind: 'alerts', message: digest }, { ...surroundings, digest: 'week' }).subject).toBe(
      '[关中监测] 每周汇总：2项预警（2项新，级别：警告） / Weekly digest: 2 alerts (2 new, severity: warning)',
    );
  });

  it('of three hundred tells ten in full and the others in a line each, and is soon made', () => {
    const message = messageOf(manySlips(300));
    const started = performance.now();
    const { html, text } = emailOf({ kind: 'alerts', message }, surroundings);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(text.match(/进度系数为/g)).toHaveLength(10);
    expect(text.match(/目标预警：第\d+个目标/g)).toHaveLength(300);
    // Mail programs cut what is much longer.
    expect(Buffer.byteLength(html)).toBeLessThan(200_000);
  });

  it.each([
    ['a test', { kind: 'test', receiver: 'duty', at: '2026-11-23T04:00:00.000Z' }, '测试消息'],
    [
      'a heartbeat',
      {
        kind: 'heartbeat',
        heartbeat: {
          at: '2026-11-23T04:00:00.000Z',
          lastSweepAt: '2026-11-23T04:00:00.000Z',
          everySeconds: 60,
        },
      },
      '关中监测运行正常',
    ],
  ] as const)('has a subject, words and a link for %s', (_what, notice, words) => {
    const { subject, text, html } = emailOf(notice, surroundings);
    for (const part of [subject, text, html]) expect(part).toContain(words);
    expect(html).toContain('<a href="https://monitor.example.gov.cn">');
    expect(first(text.split('\n'))).toContain(words);
  });
});

describe('messageIdOf', () => {
  it('is the same for the same delivery and another for another', () => {
    const from = 'alerts@example.gov.cn';
    expect(messageIdOf('alert:1:firing:5:duty', from)).toBe(messageIdOf('alert:1:firing:5:duty', from));
    expect(messageIdOf('alert:1:firing:5:duty', from)).not.toBe(messageIdOf('alert:1:resolved:5:duty', from));
  });

  it.each([
    ['alerts@example.gov.cn', /^<[0-9a-f]{32}@example\.gov\.cn>$/],
    ['关中监测 <alerts@example.gov.cn>', /^<[0-9a-f]{32}@example\.gov\.cn>$/],
    ['guanzhong', /^<[0-9a-f]{32}@localhost>$/],
  ])('stands under the domain of the sender %s', (from, form) => {
    expect(messageIdOf('key', from)).toMatch(form);
  });
});

describe('threadHeaders', () => {
  const from = 'alerts@example.gov.cn';
  const head = 'alert:1:firing:5:duty';

  it('make the first mail about an alert the head of a thread', () => {
    const { messageId, ...rest } = threadHeaders({ receiver: 'duty', key: head, thread: head }, from);
    expect(messageId).toBe(messageIdOf(head, from));
    expect(rest).toEqual({
      list: { id: { url: 'duty.alerts.example.gov.cn', comment: 'Guanzhong Monitor' } },
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  });

  it('put later ones below it', () => {
    const later = { receiver: 'duty', key: 'alert:1:resolved:9:duty', thread: head };
    expect(threadHeaders(later, from)).toMatchObject({
      messageId: messageIdOf(later.key, from),
      inReplyTo: messageIdOf(head, from),
      references: messageIdOf(head, from),
    });
  });
});
