import { CFB } from '@e965/xlsx';

/** A whole number from 0 to below `below`. */
export type Random = (below: number) => number;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What a reader of tables may stumble over. */
const tokens = [
  ',', ';', '\t', '"', '""', '\n', '\r', '\r\n', '\0', '\uFEFF', 'sep=;\n', '…', '—', '-', '88①', '１２３', '1e999',
  '99999999999999999999999', '0.000000000000000000001', '2019年', '2019年1-6月', '9999-12', '其中：', '合计', '单位：亿元',
  '西安市', '地区生产总值', '=1+1', '<c', '</row>', '<v>', '&lt;', '&#x0;', 'NaN', '%', 'é', '𠀀', '\u202e',
].map((text) => Buffer.from(text)); // prettier-ignore

/** The bytes with one to four small things done to them. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (let left = 1 + random(4); left > 0; left--) result = mutatedOnce(result, random);
  return result;
}

function mutatedOnce(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random(random(4) === 0 ? bytes.length + 1 : 16));
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random(8)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, part, part, after]);
    case 3:
      return Buffer.concat([after, part, before]);
    case 4:
      return Buffer.concat([before, Buffer.from(part.map(() => random(256))), after]);
    case 5:
      return Buffer.concat([before, Buffer.from(part.map((byte) => byte ^ (1 << random(8)))), after]);
    default:
      return Buffer.concat([before, tokens[random(tokens.length)] ?? part, bytes.subarray(at)]);
  }
}

/** What SheetJS's container library is used for here; its declarations do not say. */
interface Containers {
  read(bytes: Buffer, options: { type: 'buffer' }): Container;
  write(
    container: Container,
    options: { type: 'buffer'; fileType: 'zip' | 'cfb'; compression: boolean },
  ): Buffer;
}
interface Container {
  readonly FileIndex: { readonly name: string; content?: Uint8Array; size: number }[];
}
const containers: Containers = CFB;

/**
 * The same with the contents of one file inside a workbook, packed again so that its checksums are right; null when
 * the bytes are no workbook.
 */
export function mutatedInside(bytes: Buffer, random: Random): Buffer | null {
  const fileType = bytes.subarray(0, 2).toString('latin1') === 'PK' ? 'zip' : 'cfb';
  if (fileType === 'cfb' && bytes.readUInt32BE(0) !== 0xd0cf11e0) return null;
  const container = containers.read(bytes, { type: 'buffer' });
  const files = container.FileIndex.filter(({ content, size }) => content && size > 0);
  const file = files[random(files.length)];
  if (!file?.content) return null;
  const content = mutated(Buffer.from(file.content), random);
  file.content = content;
  file.size = content.length;
  return Buffer.from(containers.write(container, { type: 'buffer', fileType, compression: true }));
}
