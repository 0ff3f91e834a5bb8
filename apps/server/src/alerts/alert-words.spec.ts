import { type Notice, noticeWords } from './alert-words.js';
import { golden } from './test/golden.js';
import { missed, recovered, slipped } from './test/slips.js';

const words = JSON.parse(golden('words.json')) as Record<string, unknown>;

describe('noticeWords', () => {
  it.each<[string, Notice]>([
    ['slipped', { kind: 'firing', about: slipped }],
    ['missed', { kind: 'firing', about: missed }],
    ['recovered', { kind: 'resolved', about: recovered }],
    ['test', { kind: 'test', receiver: 'duty-desk', at: '2026-11-23T04:00:00.000Z' }],
  ])('says of %s what golden/words.json says', (name, notice) => {
    expect(noticeWords(notice)).toEqual(words[name]);
  });

  it('says that the target was withdrawn where that is what ended the alert', () => {
    const about = { ...recovered, withdrawn: true as const };
    expect(noticeWords({ kind: 'resolved', about }).summary).toEqual({
      zh: '预警解除：国际航线数量达到100条，该目标已撤销',
      en: 'Alert resolved: 100 international routes, the target was withdrawn',
    });
  });
});
