import { type Receiver, receiverSchema, shownReceiverSchema, writtenReceiverSchema } from '#contract';
import { shownReceiver, storedReceiver } from './shown-receiver.js';

const base = { name: 'duty', organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };
const token = 'https://oapi.dingtalk.com/robot/send?access_token=t0ken-0123456789';

const receivers: Receiver[] = [
  { ...base, channel: 'webhook', url: 'https://u:s3cret-pass@hooks.example.cn/in', secret: 'hmac-s3cret' },
  {
    ...base,
    channel: 'dingtalk',
    url: token,
    secret: 'SECtestsecret',
    keyword: '监测',
    atMobiles: [],
    atAll: true,
  },
  {
    ...base,
    channel: 'feishu',
    url: 'https://open.feishu.cn/open-apis/bot/v2/hook/t0ken-1',
    secret: 'feishu-s3cret',
  },
  {
    ...base,
    channel: 'wecom',
    url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=t0ken-2',
    mentioned: ['zhang'],
  },
  {
    ...base,
    channel: 'alertmanager',
    maxAlerts: 0,
    urls: ['http://am1:9093', 'http://am2:9093/t0ken-3', 'http://am2:9093/t0ken-4'],
  },
  { ...base, channel: 'email', to: ['duty@example.gov.cn'] },
];

describe.each(receivers.map((receiver) => [receiver.channel, receiver] as const))(
  'a %s receiver',
  (_channel, receiver) => {
    it('is shown without anything that lets one in', () => {
      const shown = shownReceiver(receiver);
      expect(JSON.stringify(shown)).not.toMatch(/s3cret|t0ken|SECtest/);
      expect(shownReceiverSchema.parse(shown)).toEqual(shown);
      if ('secret' in receiver) expect(shown).toMatchObject({ secret: 'set' });
    });

    it('put back as it was shown stays what it was', () => {
      const written = writtenReceiverSchema.parse(JSON.parse(JSON.stringify(shownReceiver(receiver))));
      const again = storedReceiver('duty', written, receiver);
      expect(again).toEqual(receiver);
      expect(receiverSchema.parse(again)).toEqual(receiver);
    });
  },
);

describe('storedReceiver', () => {
  const [webhook, dingtalk, feishu, , alertmanager] = receivers;
  const write = (body: object, stored: Receiver | undefined) =>
    storedReceiver(
      'duty',
      writtenReceiverSchema.parse({ organisations: [], enabled: true, ...body }),
      stored ?? null,
    );

  it('without a secret keeps the stored one, with null takes it away, with another takes that', () => {
    const body = { channel: 'webhook', url: 'https://hooks.example.cn/new' };
    expect(write(body, webhook)).toMatchObject({ url: body.url, secret: 'hmac-s3cret' });
    expect(write({ ...body, secret: null }, webhook)).not.toHaveProperty('secret');
    expect(write({ ...body, secret: 'an0ther-one' }, webhook)).toMatchObject({ secret: 'an0ther-one' });
  });

  it('of another channel lends neither secret nor address', () => {
    expect(write({ channel: 'feishu', url: token }, dingtalk)).not.toHaveProperty('secret');
    expect(() => write({ channel: 'feishu', url: 'https://oapi.dingtalk.com/***' }, dingtalk)).toThrow(
      /give it whole/,
    );
  });

  it('refuses a redacted address that it cannot tell', () => {
    expect(() => write({ channel: 'feishu', url: 'https://open.feishu.cn/***' }, undefined)).toThrow(
      /give it whole/,
    );
    expect(() => write({ channel: 'feishu', url: 'https://elsewhere.cn/***' }, feishu)).toThrow(
      /give it whole/,
    );
    expect(() => write({ channel: 'alertmanager', urls: ['http://am2:9093/***'] }, alertmanager)).toThrow(
      /give it whole/,
    );
  });

  it('lists 20 alerts by name where nothing was said, and all for an Alertmanager', () => {
    expect(write({ channel: 'webhook', url: 'https://hooks.example.cn/' }, undefined)).toMatchObject({
      digest: null,
      quiet: null,
      maxAlerts: 20,
    });
    expect(write({ channel: 'alertmanager', urls: ['http://am1:9093'] }, undefined)).toMatchObject({
      maxAlerts: 0,
    });
  });

  const hook = { channel: 'webhook', url: token };
  const hours = { from: '20:00', to: '08:00', daysOff: true };
  it.each([
    ['a digest at no time of day', { ...hook, digest: { every: 'day', at: '24:00' } }, 'digest'],
    [
      'a digest on no day of the week',
      { ...hook, digest: { every: 'week', weekday: 8, at: '08:00' } },
      'digest.weekday',
    ],
    ['quiet hours in no time zone', { ...hook, quiet: { ...hours, timeZone: 'Xian' } }, 'quiet.timeZone'],
    ['quiet hours that never end', { ...hook, quiet: { ...hours, to: '20:00' } }, 'quiet.to'],
    ['half an alert', { ...hook, maxAlerts: 0.5 }, 'maxAlerts'],
    [
      'an Alertmanager that is to be told less',
      { channel: 'alertmanager', urls: [token], maxAlerts: 20 },
      'maxAlerts',
    ],
  ])('does not take %s', (_fault, body, path) => {
    const parsed = writtenReceiverSchema.safeParse({ organisations: [], enabled: true, ...body });
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each([
    ['a short secret', { channel: 'webhook', url: token, secret: 'short' }],
    ['a setting of another channel', { channel: 'wecom', url: token, secret: 'SECtestsecret' }],
    ['a mention that is no user id', { channel: 'wecom', url: token, mentioned: ['a>b'] }],
    ['no Alertmanager', { channel: 'alertmanager', urls: [] }],
    ['an address that is not of the web', { channel: 'dingtalk', url: 'file:///etc/passwd' }],
  ])('does not take %s', (_fault, body) => {
    expect(writtenReceiverSchema.safeParse({ organisations: [], enabled: true, ...body }).success).toBe(
      false,
    );
  });
});
