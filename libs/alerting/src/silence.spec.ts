import { expire, silencedBy, silenceFaults, silenceState, type Silence } from './silence.js';

const silence: Silence = {
  id: 's1',
  matchers: [{ label: 'area', operator: '=', value: '610100' }],
  author: 'li',
  comment: 'figures of October are being checked',
  startsAt: '2026-11-23T08:00:00Z',
  endsAt: '2026-11-23T18:00:00Z',
};
const longer: Silence = { ...silence, id: 's2', endsAt: '2026-11-25T18:00:00Z' };
const xian = { area: '610100' };
const at = (time: string): Date => new Date(`2026-11-23T${time}Z`);

describe('silences', () => {
  it.each([
    ['07:59:59', 'pending', []],
    ['08:00:00', 'active', ['s1']],
    ['17:59:59', 'active', ['s1']],
    ['18:00:00', 'expired', []],
  ])('at %s: %s', (time, state, ids) => {
    expect(silenceState(silence, at(time))).toBe(state);
    expect(silencedBy(xian, [silence], at(time))).toEqual(ids);
  });

  it('that overlap all count, the longest first, and the last one to end ends the quiet', () => {
    expect(silencedBy(xian, [silence, longer], at('12:00:00'))).toEqual(['s2', 's1']);
    expect(silencedBy(xian, [silence, longer], at('18:00:00'))).toEqual(['s2']);
    expect(silencedBy({ area: '610300' }, [silence, longer], at('12:00:00'))).toEqual([]);
  });

  it('expire at once', () => {
    expect(silenceState(expire(silence, at('09:00:00')), at('09:00:00'))).toBe('expired');
    expect(expire(silence, at('07:00:00'))).toMatchObject({ startsAt: at('07:00:00').toISOString() });
    expect(silenceState(expire(silence, at('07:00:00')), at('07:00:00'))).toBe('expired');
    expect(expire(silence, at('19:00:00'))).toBe(silence);
  });

  it.each<[Partial<Silence>, string[]]>([
    [{}, []],
    [{ matchers: [] }, ['no-matchers']],
    [{ matchers: [{ label: 'area', operator: '=~', value: '.*' }] }, ['matches-everything']],
    [{ matchers: [{ label: 'area', operator: '!=', value: 'x' }] }, ['matches-everything']],
    [{ matchers: [{ label: 'area', operator: '=~', value: '(' }] }, ['matcher']],
    [{ author: ' ' }, ['no-author']],
    [{ comment: '' }, ['no-comment']],
    [{ endsAt: silence.startsAt }, ['ends-before-it-starts']],
    [{ endsAt: 'tomorrow' }, ['not-an-instant']],
  ])('%j', (change, codes) => {
    expect(silenceFaults({ ...silence, ...change }).map(({ code }) => code)).toEqual(codes);
  });
});
