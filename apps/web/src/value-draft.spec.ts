import type { ValueVintage } from '#contract';
import { value as say } from './indicator-messages.zh';
import { draftFaults, draftOf, plainDecimal, sameDraft, seenOf } from './value-draft';

describe('a value while it is typed', () => {
  it('is read digit by digit, never through a floating-point number', () => {
    expect(plainDecimal('88.00000000000000000001')).toBe('88.00000000000000000001');
    expect(plainDecimal('123456789012345678901234567890')).toBe('123456789012345678901234567890');
    expect(plainDecimal('421.30')).toBe('421.30');
  });

  it('may have thousands separators, spaces, full-width digits and a true minus', () => {
    expect(plainDecimal(' 1,234.5 ')).toBe('1234.5');
    expect(plainDecimal('１２０．５')).toBe('120.5');
    expect(plainDecimal('−3.2')).toBe('-3.2');
    expect(plainDecimal('12 345')).toBe('12345');
  });

  it('that could mean two things, or has a unit, is none', () => {
    for (const text of ['', '1,2', '1,23', '1.2.3', '12万', '50–60', '1e3', '约50', '.5', '5.', '--1'])
      expect(plainDecimal(text)).toBeNull();
  });

  it('begins as what is in force, without a reason, and needs one', () => {
    expect(draftOf({ value: '88', status: 'P' })).toEqual({
      value: '88',
      status: 'P',
      source: '',
      reason: '',
    });
    // A status that cannot be typed is not carried on unseen.
    expect(draftOf({ value: '88', status: 'U' }).status).toBe('A');
    const faults = draftFaults(draftOf(null), ' ', say).map(({ path }) => path);
    expect(faults).toEqual(['period', 'value', 'reason']);
  });

  it('needs a period with a year; what else a period may be, the service knows', () => {
    const of = (period: string) =>
      draftFaults({ ...draftOf(null), value: '1', reason: 'x' }, period, say).map(({ message }) => message);
    for (const period of ['6月', '去年', 'Q3', '24']) expect(of(period)).toEqual([say.unreadablePeriod]);
    for (const period of ['2024', '２０２４年', '二〇二四年', 'June 2024', '2024-01/2024-06'])
      expect(of(period)).toEqual([]);
  });

  it('is worth asking about before it is thrown away as soon as it says something else', () => {
    const draft = draftOf({ value: '88', status: 'P' });
    expect(sameDraft({ ...draft, value: ' 88 ', reason: ' ' }, draft)).toBe(true);
    for (const change of [{ value: '89' }, { status: 'A' }, { source: 'x' }, { reason: 'x' }] as const)
      expect(sameDraft({ ...draft, ...change }, draft)).toBe(false);
  });

  it('tells the service which value was seen: the one in force, to the digit', () => {
    const vintage = (value: string, knownTo: string | null): ValueVintage => ({
      period: '2019',
      value,
      status: 'A',
      knownFrom: '2020-02-17T16:00:00.000Z',
      knownTo,
      comment: null,
      source: {},
      import: 1,
      edited: false,
      by: 'a',
      at: '2020-02-18T00:00:00.000Z',
      file: 'a.csv',
      sheet: null,
      line: 2,
      column: null,
    });
    expect(seenOf([vintage('88.0', null), vintage('87', '2020-02-17T16:00:00.000Z')])).toEqual({
      value: '88.0',
      status: 'A',
      knownFrom: '2020-02-17T16:00:00.000Z',
    });
    expect(seenOf([])).toBeNull();
  });
});
