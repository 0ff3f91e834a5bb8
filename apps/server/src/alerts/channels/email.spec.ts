import { golden } from '../test/golden.js';
import { recovered, slipped } from '../test/slips.js';
import { emailOf, messageIdOf } from './email.js';

const publicUrl = 'https://monitor.example.gov.cn';

describe('emailOf', () => {
  it('writes what golden/email-recovered.* have', () => {
    const email = emailOf({ kind: 'resolved', about: recovered }, publicUrl, 'Asia/Shanghai');
    expect(`${email.subject}\n\n${email.text}`).toBe(golden('email-recovered.txt'));
    expect(email.html).toBe(golden('email-recovered.html'));
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
