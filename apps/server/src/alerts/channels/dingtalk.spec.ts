import type { Notice } from '../notice.js';
import { receiverNamed, surroundings } from '../test/receivers.js';
import { startRobotServer } from '../test/robot-server.js';
import { manySlips, messageOf, recovered, slipped, slippedAlert } from '../test/slips.js';
import {
  dingTalkBody,
  dingTalkSignature,
  sendDingTalk,
  signedUrl,
  type DingTalkReceiver,
} from './dingtalk.js';

const { now } = surroundings;
const secret = 'SECtestsecret';
const receiver = (url: string, own: object = {}): DingTalkReceiver => ({
  ...receiverNamed('group'),
  channel: 'dingtalk',
  url,
  atMobiles: [],
  atAll: false,
  ...own,
});
const firing: Notice = { kind: 'alerts', message: slipped };

interface Body {
  msgtype: string;
  markdown: { title: string; text: string };
  at: { atMobiles: string[]; isAtAll: boolean };
}
const bodyOf = (notice: Notice, own: object = {}) =>
  JSON.parse(dingTalkBody(notice, receiver('http://x', own), surroundings)) as Body;

it('signs as DingTalk documents it', () => {
  expect(dingTalkSignature('1700000000000', secret)).toBe('7LVwF0dAF3/+MRRulbpE4y72Ogzykc6bS2nG4I99T4s=');
  expect(
    signedUrl('https://oapi.dingtalk.com/robot/send?access_token=abc', secret, new Date(1_700_000_000_000)),
  ).toBe(
    'https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1700000000000' +
      '&sign=7LVwF0dAF3%2F%2BMRRulbpE4y72Ogzykc6bS2nG4I99T4s%3D',
  );
});

describe('dingTalkBody', () => {
  it('says in markdown what happened, and where to look', () => {
    const { msgtype, markdown, at } = bodyOf(firing);
    expect(msgtype).toBe('markdown');
    expect(markdown.title).toMatch(/^目标预警：/);
    expect(markdown.text).toMatch(/^### 目标预警：[^]*Target slipped: [^]*2018年为64条/);
    expect(markdown.text).toMatch(
      /\[查看 \/ See\]\(https:\/\/monitor\.example\.gov\.cn\/targets\/international-routes-2020\)$/,
    );
    expect(at).toEqual({ atMobiles: [], isAtAll: false });
    expect(bodyOf({ kind: 'alerts', message: recovered }).markdown.title).toMatch(/^预警解除：/);
  });

  it('mentions whom it should, in the text too', () => {
    const { markdown, at } = bodyOf(firing, { atMobiles: ['13800000000'], atAll: true });
    expect(at).toEqual({ atMobiles: ['13800000000'], isAtAll: true });
    expect(markdown.text).toMatch(/@13800000000$/);
  });

  it('has the keyword once: in front when the words lack it', () => {
    expect(bodyOf(firing, { keyword: '值班' }).markdown).toMatchObject({
      title: expect.stringMatching(/^值班 目标预警/) as string,
      text: expect.stringMatching(/^值班\n\n### /) as string,
    });
    expect(bodyOf(firing, { keyword: '预警' })).toEqual(bodyOf(firing));
    // One that only the end of a long list has might be cut off with it.
    const notice: Notice = { kind: 'alerts', message: messageOf(manySlips(300)) };
    expect(bodyOf(notice, { keyword: '第300个' }).markdown.text).toMatch(/^第300个\n\n/);
  });

  it('is cut to 20,000 bytes, with the link left whole', () => {
    const description = { zh: '很"长\n'.repeat(9000), en: 'long' };
    const body = dingTalkBody(
      { kind: 'alerts', message: messageOf([{ ...slippedAlert, description }]) },
      receiver('http://x', { atMobiles: ['13800000000'] }),
      surroundings,
    );
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(body)).toBeGreaterThan(19_900);
    expect((JSON.parse(body) as Body).markdown.text).toMatch(
      /…\n\n\[查看 \/ See\]\(https:[^)]+\)\n\n@13800000000$/,
    );
    expect(body).not.toContain('\uFFFD');
  });

  it('lets no name become a mention or a link', () => {
    const summary = { zh: '@所有人 [点这里](http://bad)', en: '<b>' };
    const { text } = bodyOf({
      kind: 'alerts',
      message: messageOf([{ ...slippedAlert, summary }]),
    }).markdown;
    expect(text).toContain('＠所有人 ［点这里］(http://bad)');
    expect(text).not.toMatch(/@|<b>|\[点/);
  });

  it('lists several alerts, each in Chinese and English, and links to the page of alerts', () => {
    const { markdown } = bodyOf({ kind: 'alerts', message: messageOf(manySlips(3)) });
    expect(markdown.title).toMatch(/^关中监测：3项预警（3项新，级别：警告）/);
    expect(markdown.text).toMatch(
      /^### 关中监测：3项预警[^]*\n\n【新·警告】目标预警：第1个目标[^\n]* {2}\n\(new, warning\) Target slipped: target 1,[^]*第3个目标[^]*\(https:\/\/monitor\.example\.gov\.cn\/alerts\)$/,
    );
    expect(markdown.text).not.toContain('另有');
  });

  it('cuts a list at a whole alert, and says how many there are besides', () => {
    const message = messageOf(manySlips(300), { counts: { firing: 350, resolved: 0 }, truncatedAlerts: 50 });
    const body = dingTalkBody({ kind: 'alerts', message }, receiver('http://x'), surroundings);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(body)).toBeGreaterThan(19_000);
    const { text } = (JSON.parse(body) as Body).markdown;
    const listed = text.match(
      /Target slipped: target \d+, from “At risk” to “Off track” \(since 2019-03-01 00:00\)/g,
    );
    const left = Number(/另有(\d+)项/.exec(text)?.[1]);
    expect((listed?.length ?? 0) + left).toBe(350);
    expect(text).toMatch(
      /\)\n\n另有\d+项，见预警页面。 {2}\n\d+ more alerts: see the page of alerts\.\n\n\[查看/,
    );
  });
});

describe('sendDingTalk', () => {
  it('is taken by a robot that wants a signature and a keyword', async () => {
    const robot = await startRobotServer('dingtalk', { secret, keyword: '监测', now: () => now });
    try {
      expect(
        await sendDingTalk(firing, receiver(robot.url, { secret, keyword: '监测' }), surroundings),
      ).toEqual({
        outcome: 'sent',
        reply: { status: 200, excerpt: '{"errcode":0,"errmsg":"ok"}' },
      });
      expect(robot.messages).toHaveLength(1);
    } finally {
      await robot.close();
    }
  });

  it.each([
    ['no secret', {}, {}, 'dead', /310000: the signature is wrong; set `secret`/],
    ['another secret', { secret: 'SECanother' }, {}, 'dead', /set `secret` of the receiver/],
    ['no keyword', { secret }, { keyword: '值班' }, 'dead', /set `keyword` of the receiver/],
  ])('with %s is refused, with what to do', async (_fault, own, asked, outcome, reason) => {
    const robot = await startRobotServer('dingtalk', { secret, ...asked, now: () => now });
    try {
      const result = await sendDingTalk(firing, receiver(robot.url, own), surroundings);
      expect(result).toMatchObject({ outcome, reason: expect.stringMatching(reason) as string });
    } finally {
      await robot.close();
    }
  });

  it('with a clock more than an hour off is tried again, for clocks are mended', async () => {
    const robot = await startRobotServer('dingtalk', {
      secret,
      now: () => new Date(now.getTime() + 3_601_000),
    });
    try {
      expect(await sendDingTalk(firing, receiver(robot.url, { secret }), surroundings)).toMatchObject({
        outcome: 'retry',
        after: 60,
      });
    } finally {
      await robot.close();
    }
  });

  it('that came too fast waits for ten minutes', async () => {
    const robot = await startRobotServer('dingtalk', { now: () => now });
    try {
      for (let index = 0; index < 20; index += 1)
        await sendDingTalk(firing, receiver(robot.url), surroundings);
      expect(await sendDingTalk(firing, receiver(robot.url), surroundings)).toMatchObject({
        outcome: 'retry',
        after: 600,
      });
    } finally {
      await robot.close();
    }
  });

  it('to an address that is no robot’s any more is given up, and the log has no token', async () => {
    const robot = await startRobotServer('dingtalk', { now: () => now });
    try {
      const address = robot.url.replace('t0ken', 'an0ther');
      const result = await sendDingTalk(firing, receiver(address), surroundings);
      expect(result).toMatchObject({ outcome: 'dead', reason: expect.stringContaining('300005') as string });
      robot.answer({
        body: `{"errcode":300005,"errmsg":"no ${new URL(address).searchParams.get('access_token')}"}`,
      });
      expect(JSON.stringify(await sendDingTalk(firing, receiver(address), surroundings))).not.toContain(
        'an0ther',
      );
    } finally {
      await robot.close();
    }
  });

  it.each([
    [-1, '系统繁忙', 'retry'],
    [410100, '发送速度太快而限流', 'retry'],
    [
      310000,
      'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中',
      'dead',
    ],
    [310000, 'ip 1.2.3.4 not in whitelist', 'dead'],
    [400013, 'group is disbanded', 'dead'],
    [400102, 'robot is stopped', 'dead'],
    [400106, 'robot does not exist', 'dead'],
    [430102, '含有不合适的文本', 'dead'],
    [460101, 'message too long', 'dead'],
    [660026, 'rate limit', 'retry'],
    [999999, 'never heard of', 'retry'],
  ])('understands %i %s', async (errcode, errmsg, outcome) => {
    const robot = await startRobotServer('dingtalk', { now: () => now });
    try {
      robot.answer({ body: JSON.stringify({ errcode, errmsg }) });
      const result = await sendDingTalk(firing, receiver(robot.url), surroundings);
      expect(result).toMatchObject({ outcome, reason: expect.stringContaining(String(errcode)) as string });
    } finally {
      await robot.close();
    }
  });
});
