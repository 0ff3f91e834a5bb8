import * as alertEn from './alert-messages.en';
import * as setUpEn from './alert-setup-messages.en';
import * as alertZh from './alert-messages.zh';
import * as setUpZh from './alert-setup-messages.zh';
import { addressWords, toldWords } from './receiver-wording';

const zh = { ...alertZh, ...setUpZh };
const en = { ...alertEn, ...setUpEn };
const email = {
  name: 'duty',
  channel: 'email',
  to: ['a@example.gov.cn', 'b@example.gov.cn'],
  organisations: [],
  enabled: true,
  maxAlerts: 20,
} as const;
const mail = { ...email, to: [...email.to], organisations: [], digest: null, quiet: null };

describe('a receiver in words', () => {
  it('says where it is reached', () => {
    expect(addressWords(mail)).toBe('a@example.gov.cn, b@example.gov.cn');
  });

  it('says when it wants to be told', () => {
    expect(toldWords(mail, zh)).toEqual(['逐条发送']);
    const daily = { ...mail, digest: { every: 'day', at: '17:00' } as const };
    expect(toldWords(daily, en)).toEqual(['digest daily at 17:00']);
    const quiet = { from: '22:00', to: '08:00', daysOff: true };
    const weekly = { ...mail, digest: { every: 'week', weekday: 7, at: '08:30' } as const, quiet };
    expect(toldWords(weekly, zh)).toEqual(['每星期日 08:30 汇总', '22:00–08:00 免打扰', '休息日免打扰']);
    expect(toldWords(weekly, en)).toEqual([
      'digest every Sunday at 08:30',
      'quiet 22:00–08:00',
      'quiet on days off',
    ]);
  });
});
