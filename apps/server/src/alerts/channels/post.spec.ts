import { retryAfterSeconds } from './post.js';

const now = new Date('2026-11-23T04:00:00Z');

describe('retryAfterSeconds', () => {
  it.each([
    ['seconds', '120', 120],
    ['nothing to wait for', '0', 0],
    ['a date', 'Mon, 23 Nov 2026 04:02:30 GMT', 150],
    ['a date that is past', 'Mon, 23 Nov 2026 03:00:00 GMT', 0],
    ['nonsense', 'soon', undefined],
  ])('reads %s', (_what, header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  it('has nothing to read without a header', () => {
    expect(retryAfterSeconds(null, now)).toBeUndefined();
  });
});
