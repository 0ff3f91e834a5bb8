import { inksOf } from './inks.js';

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [lighter, darker] = [one, other].map(luminance).toSorted((a, b) => b - a);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(['light', 'dark'] as const)('the %s inks', (theme) => {
  const inks = inksOf(theme);

  it('keep 3:1 between every line and the ground', () => {
    const { actual, expected, goal, forecast, series } = inks;
    const faint = [actual, expected, goal, forecast, ...series].filter(
      (ink) => contrast(ink, inks.ground) < 3,
    );
    expect(faint).toEqual([]);
  });

  it('keep 4.5:1 between words and the ground, the band included', () => {
    expect(contrast(inks.text, inks.ground)).toBeGreaterThan(4.5);
    expect(contrast(inks.soft, inks.ground)).toBeGreaterThan(4.5);
    expect(contrast(inks.text, inks.band)).toBeGreaterThan(4.5);
  });

  it.each(Object.entries(inks.status))('keep the status %s legible', (_status, { ink, ground, line }) => {
    expect(contrast(ink, ground)).toBeGreaterThan(4.5);
    expect(contrast(line, inks.ground)).toBeGreaterThan(3);
  });

  it('have no colour twice among series', () => {
    expect(new Set(inks.series).size).toBe(inks.series.length);
  });
});
