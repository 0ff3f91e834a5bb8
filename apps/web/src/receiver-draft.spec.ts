import type { ShownReceiver } from '#contract';
import { draftOf, isEdited, rebasedDraft, writtenReceiver } from './receiver-draft';

const told = {
  organisations: ['xian-government'],
  enabled: true,
  digest: { every: 'week', weekday: 5, at: '08:30', timeZone: 'Asia/Urumqi' },
  quiet: { from: '22:00', to: '08:00', daysOff: true },
  maxAlerts: 5,
} as const satisfies Partial<ShownReceiver>;
const base = { ...told, organisations: [...told.organisations], name: 'duty' };
const shown: ShownReceiver[] = [
  { ...base, channel: 'email', to: ['a@example.gov.cn', 'b@example.gov.cn'] },
  { ...base, channel: 'webhook', url: 'https://hook.example/***', secret: 'set' },
  {
    ...base,
    digest: { every: 'day', at: '17:00' },
    channel: 'dingtalk',
    url: 'https://oapi.dingtalk.com/***',
    secret: null,
    keyword: '预警',
    atMobiles: ['13800000000'],
    atAll: true,
  },
  { ...base, quiet: null, channel: 'feishu', url: 'https://open.feishu.cn/***', secret: 'set' },
  { ...base, digest: null, channel: 'wecom', url: 'https://qyapi.weixin.qq.com/***', mentioned: ['li'] },
  { ...base, maxAlerts: 0, channel: 'alertmanager', urls: ['http://am1:9093/***'] },
];

describe('a receiver that is edited', () => {
  it.each(shown.map((receiver) => [receiver.channel, receiver] as const))(
    'over %s is sent as it was, without its secret',
    (_, receiver) => {
      const { name: _name, ...rest } = receiver;
      const sent = 'secret' in rest ? { ...rest, secret: undefined } : rest;
      expect(writtenReceiver(draftOf(receiver), '')).toEqual({ receiver: sent });
    },
  );

  const hook = draftOf(shown[1]!);
  it.each([
    ['a new secret replaces the stored one', { secret: 'another one' }, 'another one'],
    ['none keeps it', {}, undefined],
    ['taken away', { removeSecret: true }, null],
  ])('%s', (_, part, secret) => {
    const written = writtenReceiver({ ...hook, ...part }, '');
    expect('receiver' in written && 'secret' in written.receiver ? written.receiver.secret : undefined).toBe(
      secret,
    );
  });

  it('says that the number of alerts is none', () => {
    const written = writtenReceiver({ ...hook, maxAlerts: 'few' }, 'no number');
    expect(written).toEqual({ faults: [{ path: 'maxAlerts', code: 'typed', message: 'no number' }] });
  });

  it('keeps what was changed here, on what another saved meanwhile', () => {
    const mine = { ...hook, maxAlerts: '7', secret: 'typed here', quietTo: '09:00' };
    const theirs = { ...hook, maxAlerts: '3', enabled: false, organisations: ['shaanxi-drc'] };
    expect(rebasedDraft(hook, mine, theirs)).toEqual({
      ...theirs,
      maxAlerts: '7',
      secret: 'typed here',
      quietTo: '09:00',
    });
    const edited = ['maxAlerts', 'secret', 'quiet', 'enabled', 'organisations', 'digest'].filter((field) =>
      isEdited(hook, mine, field),
    );
    expect(edited).toEqual(['maxAlerts', 'secret', 'quiet']);
    expect(isEdited(hook, { ...hook, removeSecret: true }, 'secret')).toBe(true);
  });
});
