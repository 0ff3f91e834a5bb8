import type { Notice } from '../notice.js';
import { receiverNamed, surroundings } from '../test/receivers.js';
import { startRobotServer } from '../test/robot-server.js';
import {
  escalatedAlert,
  manySlips,
  messageOf,
  overdueAlert,
  recovered,
  recoveredAlert,
  slipped,
  slippedAlert,
} from '../test/slips.js';
import { feishuBody, feishuSignature, sendFeishu, type FeishuReceiver } from './feishu.js';

const { now } = surroundings;
const secret = 'SECtestsecret';
const receiver = (url: string, own: object = {}): FeishuReceiver => ({
  ...receiverNamed('group'),
  channel: 'feishu',
  url,
  ...own,
});
const firing: Notice = { kind: 'alerts', message: slipped };
const told = (...alerts: Parameters<typeof messageOf>[0]): Notice => ({
  kind: 'alerts',
  message: messageOf(alerts),
});
const test: Notice = { kind: 'test', receiver: 'group', at: now.toISOString() };

interface Body {
  timestamp?: string;
  sign?: string;
  card: {
    header: { template: string; title: { content: string } };
    elements: [{ text: { tag: string; content: string } }, { actions: [{ url: string }] }];
  };
}
const bodyOf = (notice: Notice, own: object = {}) =>
  JSON.parse(feishuBody(notice, own, surroundings)) as Body;

it('signs as Feishu documents it', () => {
  expect(feishuSignature('1700000000', secret)).toBe('qctwDqaazOo8xxU2d5mAVhFAk6TEeaDHQUh0YMWFIL8=');
});

describe('feishuBody', () => {
  it.each([
    ['orange of a warning', firing, 'orange'],
    ['red of a critical one', told(escalatedAlert), 'red'],
    ['yellow of one to know of', told(overdueAlert), 'yellow'],
    ['in the colour of the worst that fires', told(overdueAlert, slippedAlert, recoveredAlert), 'orange'],
    ['green of an end', { kind: 'alerts', message: recovered }, 'green'],
    ['blue of a test', test, 'blue'],
    [
      'blue of a heartbeat',
      {
        kind: 'heartbeat',
        heartbeat: { at: now.toISOString(), lastSweepAt: now.toISOString(), everySeconds: 60 },
      },
      'blue',
    ],
  ] satisfies [string, Notice, string][])('is a card, %s', (_what, notice, colour) => {
    expect(bodyOf(notice).card.header.template).toBe(colour);
  });

  it('says what happened in plain text, and has a button to the page', () => {
    const { header, elements } = bodyOf(firing).card;
    expect(header.title.content).toMatch(/^目标预警：/);
    expect(elements[0].text).toMatchObject({ tag: 'plain_text' });
    expect(elements[0].text.content).toMatch(/^Target slipped: [^]*2018年为64条/);
    expect(elements[1].actions[0].url).toBe(
      'https://monitor.example.gov.cn/targets/international-routes-2020',
    );
  });

  it('is signed only with a secret, and has the keyword', () => {
    expect(bodyOf(firing)).not.toHaveProperty('sign');
    expect(bodyOf(firing, { secret })).toMatchObject({
      timestamp: String(now.getTime() / 1000),
      sign: feishuSignature(String(now.getTime() / 1000), secret),
    });
    expect(bodyOf(firing, { keyword: '值班' }).card.header.title.content).toMatch(/^值班 目标预警/);
  });

  it('is cut to 20 KB, with the button left whole', () => {
    const description = { zh: '很长'.repeat(20_000), en: 'long' };
    const body = feishuBody(told({ ...slippedAlert, description }), { secret }, surroundings);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(body)).toBeGreaterThan(19_900);
    expect((JSON.parse(body) as Body).card.elements[1].actions[0].url).toContain('/targets/');
  });
});

describe('feishuBody of several alerts', () => {
  it('lists as many whole alerts as fit, and says how many there are besides', () => {
    const body = feishuBody(told(...manySlips(300)), { secret }, surroundings);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    const { header, elements } = (JSON.parse(body) as Body).card;
    expect(header.title.content).toMatch(/^关中监测：300项预警（300项新，级别：警告）/);
    const listed = elements[0].text.content.match(/^\(new, warning\) .*since 2019-03-01 00:00\)$/gm);
    expect(elements[0].text.content).toContain(`另有${300 - (listed?.length ?? 0)}项，见预警页面`);
    expect(elements[1].actions[0].url).toBe('https://monitor.example.gov.cn/alerts');
  });
});

describe('sendFeishu', () => {
  it('is taken by a bot that wants a signature and a keyword', async () => {
    const robot = await startRobotServer('feishu', { secret, keyword: '监测', now: () => now });
    try {
      const own = { secret, keyword: '监测' };
      expect(await sendFeishu(firing, receiver(robot.url, own), surroundings)).toMatchObject({
        outcome: 'sent',
        reply: { status: 200 },
      });
    } finally {
      await robot.close();
    }
  });

  it.each([
    ['no secret', {}, {}, 19021, /set `secret` of the receiver/],
    ['no keyword', { secret }, { keyword: '值班' }, 19024, /set `keyword` of the receiver/],
  ])('with %s is given up, with what to do', async (_fault, own, asked, code, reason) => {
    const robot = await startRobotServer('feishu', { secret, ...asked, now: () => now });
    try {
      const result = await sendFeishu(firing, receiver(robot.url, own), surroundings);
      expect(result).toMatchObject({ outcome: 'dead', reason: expect.stringMatching(reason) as string });
      expect(robot.refusals).toEqual([code]);
    } finally {
      await robot.close();
    }
  });

  it.each([
    [{ code: 0, msg: 'success' }, 'sent'],
    [{ StatusCode: 0, StatusMessage: 'success' }, 'sent'],
    [{ code: 11232, msg: 'frequency limited' }, 'retry'],
    [{ code: 9499, msg: 'too many request' }, 'retry'],
    [{ code: 9499, msg: 'Bad Request' }, 'dead'],
    [{ code: 19001, msg: 'param invalid' }, 'dead'],
    [{ code: 19022, msg: 'Ip Not Allowed' }, 'dead'],
    [{ code: 2200, msg: 'internal error' }, 'retry'],
    [{ code: 4242, msg: 'never heard of' }, 'retry'],
    [{ hello: 'world' }, 'retry'],
  ])('understands %j', async (answer, outcome) => {
    const robot = await startRobotServer('feishu', { now: () => now });
    try {
      robot.answer({ body: JSON.stringify(answer) });
      expect(await sendFeishu(firing, receiver(robot.url), surroundings)).toMatchObject({ outcome });
    } finally {
      await robot.close();
    }
  });
});
