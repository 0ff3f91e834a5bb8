import type { Notice } from '../notice.js';
import { receiverNamed, surroundings } from '../test/receivers.js';
import { startRobotServer } from '../test/robot-server.js';
import { manySlips, messageOf, recovered, slipped, slippedAlert } from '../test/slips.js';
import { sendWeCom, weComContent, type WeComReceiver } from './wecom.js';

const { now } = surroundings;
const receiver = (url: string, mentioned: string[] = []): WeComReceiver => ({
  ...receiverNamed('group'),
  channel: 'wecom',
  url,
  mentioned,
});
const firing: Notice = { kind: 'alerts', message: slipped };
const named = (zh: string): Notice => ({
  kind: 'alerts',
  message: messageOf([{ ...slippedAlert, description: { zh, en: 'x' } }]),
});

describe('weComContent', () => {
  it('says what happened, in the colour of it, and where to look', () => {
    const content = weComContent(firing, { mentioned: [] }, surroundings);
    expect(content).toMatch(/^\*\*<font color="warning">目标预警：.*<\/font>\*\*\nTarget slipped/);
    expect(content).toMatch(/\[查看 \/ See\]\(https:.*international-routes-2020\)$/);
    expect(weComContent({ kind: 'alerts', message: recovered }, { mentioned: [] }, surroundings)).toMatch(
      /^\*\*<font color="info">预警解除/,
    );
  });

  it('mentions users by their ids', () => {
    expect(weComContent(firing, { mentioned: ['zhangsan', 'li.si'] }, surroundings)).toMatch(
      /<@zhangsan><@li\.si>$/,
    );
  });

  it.each([0, 1, 2, 3])('is cut to 4096 bytes at the border of a character, shifted by %i', (shift) => {
    const content = weComContent(
      named('x'.repeat(shift) + '路𠮷'.repeat(2000)),
      { mentioned: ['zhangsan'] },
      surroundings,
    );
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(content)).toBeGreaterThan(4080);
    expect(content).toMatch(/[路𠮷]…\n\[查看 \/ See\]\(https:[^)]+\)\n<@zhangsan>$/u);
    expect(content).not.toContain('\uFFFD');
  });

  it('has room for all whom it may mention', () => {
    const mentioned = Array.from({ length: 20 }, () => 'u'.repeat(64));
    const content = weComContent(named('路'.repeat(2000)), { mentioned }, surroundings);
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(content).toContain('Target slipped');
  });

  it.each([1, 20, 300])('lists whole alerts of %i, and says how many there are besides', (count) => {
    const notice: Notice = { kind: 'alerts', message: messageOf(manySlips(count + 1)) };
    const content = weComContent(notice, { mentioned: ['zhangsan'] }, surroundings);
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    const listed = content.match(/^\(new, warning\) .*since 2019-03-01 00:00\)$/gm)?.length ?? 0;
    const left = Number(/另有(\d+)项/.exec(content)?.[1] ?? 0);
    expect(listed + left).toBe(count + 1);
    expect(listed).toBeGreaterThan(Math.min(count, 12));
    expect(content).toMatch(/\[查看 \/ See\]\(https:.*\/alerts\)\n<@zhangsan>$/);
  });

  it('lets no name pretend to be another paragraph, a heading, or turn the direction of what follows', () => {
    const content = weComContent(
      named('# a.csv\r\n\n# 紧急通知\n- 请点 \u202Ehttp://b\u0007c\u2066'),
      { mentioned: [] },
      surroundings,
    );
    expect(content).toContain('\n＃ a.csv # 紧急通知 - 请点 http://b c');
    expect(content).not.toMatch(/^[#-]|\p{Bidi_Control}|(?!\n)\p{Cc}/mu);
  });

  it('lets no name mention anybody', () => {
    expect(weComContent(named('<@all>'), { mentioned: [] }, surroundings)).not.toContain('<@');
  });
});

describe('sendWeCom', () => {
  it.each([
    [{ errcode: 0, errmsg: 'ok' }, 'sent', /^$/],
    [{ errcode: 45009, errmsg: 'api freq out of limit' }, 'retry', /45009/],
    [{ errcode: -1, errmsg: 'system busy' }, 'retry', /-1/],
    [{ errcode: 93000, errmsg: 'invalid webhook url' }, 'dead', /removed from the group/],
    [{ errcode: 93004, errmsg: 'robot is disabled' }, 'dead', /switched off/],
    [{ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' }, 'dead', /40058/],
  ])('understands %j', async (answer, outcome, reason) => {
    const robot = await startRobotServer('wecom', { now: () => now });
    try {
      robot.answer({ body: JSON.stringify(answer) });
      const result = await sendWeCom(firing, receiver(robot.url), surroundings);
      expect(result.outcome).toBe(outcome);
      expect(result.outcome === 'sent' ? '' : result.reason).toMatch(reason);
    } finally {
      await robot.close();
    }
  });

  it.each([
    ['HTTP 500', { status: 500, body: 'oops' }, 'retry', /answered 500/],
    ['a page of a proxy', { status: 200, body: '<html>log in</html>' }, 'retry', /not WeCom/],
    ['HTTP 403', { status: 403, body: '' }, 'dead', /answered 403/],
    ['a broken connection', 'close', 'retry', /cannot be reached/],
  ] as const)('understands %s', async (_fault, answer, outcome, reason) => {
    const robot = await startRobotServer('wecom', { now: () => now });
    try {
      robot.answer(answer);
      const result = await sendWeCom(firing, receiver(robot.url), surroundings);
      expect(result).toMatchObject({ outcome, reason: expect.stringMatching(reason) as string });
      expect(JSON.stringify(result)).not.toContain('t0ken');
    } finally {
      await robot.close();
    }
  });

  it('of any length is taken by a robot as WeCom documents it', async () => {
    const robot = await startRobotServer('wecom', { now: () => now });
    try {
      expect(
        await sendWeCom(named('路'.repeat(5000)), receiver(robot.url, ['zhang']), surroundings),
      ).toMatchObject({
        outcome: 'sent',
      });
      expect(robot.messages).toHaveLength(1);
    } finally {
      await robot.close();
    }
  });
});
