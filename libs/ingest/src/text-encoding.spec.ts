import { decoderFor } from './text-encoding.js';

describe('GB18030', () => {
  const decoded = (...pieces: number[][]) => {
    const decoder = decoderFor('gb18030');
    return pieces.map((piece) => decoder.write(Buffer.from(piece))).join('') + decoder.end();
  };

  it('four bytes beyond the last character there is are unreadable, not half a character', () => {
    for (const bytes of [
      [0xfe, 0x39, 0xfe, 0x39],
      [0xe4, 0x30, 0x81, 0x30],
    ]) {
      expect(decoded(bytes)).not.toMatch(/\p{Surrogate}/u);
      expect(decoded(bytes)).toContain('\uFFFD');
    }
  });

  it('the last character there is, and one that begins in one chunk and ends in the next, are read', () => {
    expect(decoded([0xe3, 0x32, 0x9a, 0x35])).toBe('\u{10FFFF}');
    expect(decoded([0x95, 0x32], [0x82, 0x36])).toBe('𠀀');
  });
});
