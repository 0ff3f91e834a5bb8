import { readFile } from 'node:fs/promises';
import { mutated, mutatedInside, randomFrom } from './mutate.js';

const table = Buffer.from('指标,地区,时期,数值\n地区生产总值,陕西省,2018年,24438.32\n');
const fixture = (name: string) =>
  readFile(new URL(`../../../../libs/ingest/test/fixtures/${name}`, import.meta.url));

it('the same seed does the same to a file, and another seed something else', () => {
  const files = (seed: number) => {
    const random = randomFrom(seed);
    return Array.from({ length: 50 }, () => mutated(table, random).toString('hex'));
  };
  expect(files(7)).toEqual(files(7));
  expect(files(7)).not.toEqual(files(8));
  expect(new Set(files(7)).size).toBeGreaterThan(40);
});

it.each(['xlsx', 'xls'])('a file inside an .%s is changed and packed again', async (format) => {
  const original = await fixture(`merged-title-and-two-level-header.${format}`);
  const random = randomFrom(1);
  for (let number = 0; number < 20; number++) {
    const changed = mutatedInside(original, random);
    expect(changed?.subarray(0, 4)).toEqual(original.subarray(0, 4));
    expect(changed?.equals(original)).toBe(false);
  }
});

it('a text has nothing inside', () => {
  expect(mutatedInside(table, randomFrom(1))).toBeNull();
});
