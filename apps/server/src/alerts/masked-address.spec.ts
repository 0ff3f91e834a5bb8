import type { Receiver, ShownReceiver } from '#contract';
import { addressesOf, maskedReceiver, maskedText } from './masked-address.js';

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
  expect(maskedText(text, [])).toBe(masked);
});

describe('an address that a receiver holds is masked wherever it stands', () => {
  it.each([
    [
      'a user id',
      ['ZhangSan'],
      'invalid user ZhangSan: not in the group',
      'invalid user Z***: not in the group',
    ],
    ['in whatever case', ['ZhangSan'], '{"invaliduser":"zhangsan"}', '{"invaliduser":"z***"}'],
    ['beside Chinese punctuation', ['li.si-2'], '成员（li.si-2）不存在', '成员（l***）不存在'],
    ['and not within a word', ['li'], 'could not be delivered to li', 'could not be delivered to l***'],
    ['in Chinese', ['lisi'], '用户lisi不存在', '用户l***不存在'],
    ['in an address', ['duty@mail'], '/find?who=duty%40mail', '/find?who=d***%40mail'],
    ['of two that begin alike the longer', ['li', 'li.si'], 'li.si and li', 'l*** and l***'],
    ['with signs that patterns know', ['a.b'], 'a.b is not axb', 'a*** is not axb'],
    [
      'a mail address',
      ['Duty@bureau.gov.cn'],
      'RCPT TO:<duty@bureau.gov.cn> 550',
      'RCPT TO:<d***@bureau.gov.cn> 550',
    ],
    ['a mail address at a host without a dot', ['duty@mail'], 'duty@mail unknown', 'd***@mail unknown'],
    ['a landline', ['029-87654321'], 'bad mobile 029-87654321', 'bad mobile 029***'],
    ['the same with other separators', ['029-87654321'], '02987654321, 029 8765 4321', '029***, 029***'],
    ['a number of another country', ['+852-51234567'], '85251234567; 51234567', '852***; 51***'],
    ['with the code before it', ['13812345678'], '"at":"+8613812345678"', '"at":"+86***"'],
    ['without the code', ['+86-13812345678'], 'mobile 138-1234-5678', 'mobile 138***'],
    ['a short number', ['12345'], 'extension 12345 rejected', 'extension 1*** rejected'],
    ['and not within a longer number', ['12345'], 'request 9123456789', 'request 9123456789'],
    ['nothing else', ['zhang'], '504 after 10000 ms', '504 after 10000 ms'],
  ])('%s', (_, known, text, masked) => {
    expect(maskedText(text, known)).toBe(masked);
  });

  it('also where the answer was cut within it', () => {
    expect(maskedText('no user zhang.s…', ['zhang.san@bureau.gov.cn'])).toBe('no user z***…');
    expect(maskedText('seen by zhang.s', ['zhang.san@bureau.gov.cn'])).toBe('seen by zhang.s');
  });
});

it.each<[Partial<Receiver>, readonly string[]]>([
  [{ channel: 'email', to: ['a@x.cn'] }, ['a@x.cn']],
  [{ channel: 'dingtalk', atMobiles: ['029-87654321'] }, ['029-87654321']],
  [{ channel: 'wecom', mentioned: ['zhangsan', '@all'] }, ['zhangsan']],
  [{ channel: 'webhook' }, []],
])('of %j these are somebody’s', (receiver, addresses) => {
  expect(addressesOf(receiver as Receiver)).toEqual(addresses);
});
