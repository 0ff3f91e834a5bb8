import { asOfInstant } from './as-of.js';

const zone = 'Asia/Shanghai';

it.each<[text: string | undefined, instant: string | null]>([
  [undefined, null],
  ['', null],
  ['2020-03-01', '2020-03-01T15:59:59.999Z'],
  ['2020-03-01T08:00:00+08:00', '2020-03-01T00:00:00.000Z'],
  ['1000-01-02', '1000-01-02T15:54:16.999Z'],
])('%s is %s', (text, instant) => {
  expect(asOfInstant(text, zone)?.toISOString() ?? null).toBe(instant);
});

it.each([
  ['last year', 'neither a day'],
  ['9999-12-31', 'outside the years'],
  ['0001-01-01', 'outside the years'],
  ['0999-12-31', 'outside the years'],
  ['9999-12-31T00:00:00Z', 'outside the years'],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => asOfInstant(text, zone)).toThrow(sentence);
});
