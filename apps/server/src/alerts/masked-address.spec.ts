import type { ShownReceiver } from '#contract';
import { maskedReceiver, maskedText } from './masked-address.js';

const told = { name: 'duty', organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };

it.each<[ShownReceiver, Partial<ShownReceiver>]>([
  [
    { ...told, channel: 'email', to: ['zhang.san@bureau.gov.cn', 'l@x.cn'] },
    { to: ['z***@bureau.gov.cn', 'l***@x.cn'] },
  ],
  [
    {
      ...told,
      channel: 'dingtalk',
      url: 'https://oapi.dingtalk.com/***',
      secret: 'set',
      atMobiles: ['13812345678'],
      atAll: false,
    },
    { url: 'https://oapi.dingtalk.com/***', atMobiles: ['138***'] },
  ],
  [
    { ...told, channel: 'wecom', url: 'https://qyapi.weixin.qq.com/***', mentioned: ['zhangsan'] },
    { mentioned: ['z***'] },
  ],
])('of %j nobody can be reached', (receiver, masked) => {
  expect(maskedReceiver(receiver)).toEqual({ ...receiver, ...masked });
});

it.each([
  ['550 5.1.1 <zhang.san@bureau.gov.cn>: no such user', '550 5.1.1 <z***@bureau.gov.cn>: no such user'],
  ['invalid mobile 13812345678, +86-13987654321', 'invalid mobile 138***, +86***'],
  [
    'timed out after 10000 ms at 2026-11-23T04:00:00.000Z',
    'timed out after 10000 ms at 2026-11-23T04:00:00.000Z',
  ],
])('%s', (text, masked) => {
  expect(maskedText(text)).toBe(masked);
});
