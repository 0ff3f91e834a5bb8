import { golden } from '../test/golden.js';
import { recovered, slipped } from '../test/slips.js';
import { emailOf, messageIdOf, threadHeaders } from './email.js';

const publicUrl = 'https://monitor.example.gov.cn';

describe('emailOf', () => {
  it('writes what golden/email-recovered.* have', () => {
    const email = emailOf({ kind: 'resolved', about: recovered }, publicUrl, 'Asia/Shanghai');
    expect(`${email.subject}\n\n${email.text}`).toBe(golden('email-recovered.txt'));
    expect(email.html).toBe(golden('email-recovered.html'));
  });

  it('shows each chart behind the words in its language', () => {
    const pictures = (['zh', 'en'] as const).map((language) => ({ language, png: new Uint8Array([1]) }));
    const about = { kind: 'resolved', about: recovered } as const;
    const { html, text, attachments } = emailOf(about, publicUrl, 'Asia/Shanghai', pictures);
    expect(html).toMatch(
      /预警解除[^]*src="cid:chart-zh@[^]*<hr>[^]*Alert resolved[^]*src="cid:chart-en@guanzhong-monitor" alt="Alert resolved/,
    );
    expect(attachments.map(({ cid }) => cid)).toEqual([
      'chart-zh@guanzhong-monitor',
      'chart-en@guanzhong-monitor',
    ]);
    expect(text).toBe(emailOf(about, publicUrl, 'Asia/Shanghai').text);
  });

  it('lets no name of a target become markup', () => {
    const name = { zh: '<b>“&”</b>', en: '<script>"x"</script>' };
    const about = { ...slipped, target: { ...slipped.target, name } };
    const { html } = emailOf({ kind: 'firing', about }, publicUrl, 'Asia/Shanghai');
    expect(html).toContain('&lt;b&gt;“&amp;”&lt;/b&gt;');
    expect(html).not.toMatch(/<b>|<script/);
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
  const first = 'alert:1:firing:5:duty';

  it('make the first mail about an alert the head of a thread', () => {
    const { messageId, ...rest } = threadHeaders({ receiver: 'duty', key: first, firstKey: first }, from);
    expect(messageId).toBe(messageIdOf(first, from));
    expect(rest).toEqual({
      list: { id: { url: 'duty.alerts.example.gov.cn', comment: 'Guanzhong Monitor' } },
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  });

  it('put later ones below it', () => {
    const thread = { receiver: 'duty', key: 'alert:1:resolved:9:duty', firstKey: first };
    expect(threadHeaders(thread, from)).toMatchObject({
      messageId: messageIdOf(thread.key, from),
      inReplyTo: messageIdOf(first, from),
      references: messageIdOf(first, from),
    });
  });
});
