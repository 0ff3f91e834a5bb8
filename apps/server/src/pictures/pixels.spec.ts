import { DrawingThread } from './drawing-thread.js';
import { inksOf } from './inks.js';
import type { Look, Picture } from './picture.js';
import { targetPicture } from './target-picture.js';
import { type Pixels, pixelsOf, place } from './test/pixels.js';
import { fourYears, look, observed, routesFacts } from './test/routes-facts.js';

/** 31 December at midnight in Shanghai. */
const yearEnd = (year: number) => Date.UTC(year, 11, 30, 16);
const light = inksOf('light');

describe('the pixels of a picture', () => {
  const thread = new DrawingThread();
  afterAll(() => thread.onApplicationShutdown());

  async function drawn(picture: Picture, format: 'png' | 'svg' = 'png') {
    const { bytes, frame } = await thread.draw(picture, format);
    return { bytes, frame, pixels: await pixelsOf(bytes) };
  }
  async function routes(changes: Partial<Look> = {}, facts = routesFacts(fourYears)) {
    const { bytes, frame, pixels } = await drawn(targetPicture(facts, { ...look, ...changes }));
    if (!frame) throw new Error('nothing is plotted');
    return { bytes, frame, pixels };
  }
  const near = ({ x, y }: { x: number; y: number }, by: number, pixels: Pixels, ink: string) =>
    pixels.count(ink, { x: x - by, y: y - by }, { x: x + by, y: y + by });

  it.each([
    [800, 450, 1],
    [360, 450, 2],
    [1600, 600, 1],
    [640, 400, 3],
  ])('are %i × %i, times %i', async (width, height, scale) => {
    const { pixels } = await routes({ width, height, scale });
    expect([pixels.width, pixels.height]).toEqual([width * scale, height * scale]);
  });

  it('are drawn in time of a name without an end', async () => {
    const picture = targetPicture(routesFacts(fourYears), look);
    const { pixels } = await drawn({ ...picture, title: 'x'.repeat(20_000) });
    expect(pixels.width).toBe(800);
  });

  it.each(['light', 'dark'] as const)('have the ground of the %s theme', async (theme) => {
    const { pixels } = await routes({ theme });
    for (const [x, y] of [
      [0, 0],
      [799, 0],
      [0, 449],
      [799, 449],
    ] as const)
      expect(pixels.at(x, y)).toBe(inksOf(theme).ground);
  });

  it.each(['light', 'dark'] as const)('show every value at its place, in the %s theme', async (theme) => {
    const { pixels, frame } = await routes({ theme });
    const { actual } = inksOf(theme);
    [45, 58, 64, 88].forEach((value, index) => {
      expect(near(place(frame, yearEnd(2016 + index), value), 2, pixels, actual)).toBeGreaterThan(20);
    });
  });

  it('join values by straight lines', async () => {
    const { pixels, frame } = await routes();
    for (const share of [0.2, 0.35, 0.5, 0.65, 0.8]) {
      const time = yearEnd(2018) + (yearEnd(2019) - yearEnd(2018)) * share;
      expect(near(place(frame, time, 64 + 24 * share), 1, pixels, light.actual)).toBeGreaterThan(0);
    }
  });

  it('dot the way across years without a value', async () => {
    const facts = routesFacts([...fourYears, observed('2022', 98)], { day: '2023-03-01' });
    const scale = 3;
    const { pixels, frame } = await routes({ scale }, facts);
    const inked = (from: [number, number], to: [number, number]) => {
      const shares = Array.from({ length: 60 }, (_, index) => 0.15 + (index / 59) * 0.7);
      return shares.filter((share) => {
        const time = yearEnd(from[0]) + (yearEnd(to[0]) - yearEnd(from[0])) * share;
        const { x, y } = place(frame, time, from[1] + (to[1] - from[1]) * share);
        return near({ x: x * scale, y: y * scale }, 1, pixels, light.actual) > 0;
      }).length;
    };
    expect(inked([2018, 64], [2019, 88])).toBe(60);
    expect(inked([2019, 88], [2022, 98])).toBeLessThan(40);
    expect(inked([2019, 88], [2022, 98])).toBeGreaterThan(3);
  });

  it('draw the level across the whole chart', async () => {
    const { pixels, frame } = await routes();
    const { y } = place(frame, yearEnd(2016), 100);
    const across = { x: frame.left + 2, y: y - 1 };
    expect(pixels.count(light.goal, across, { x: frame.right - 2, y: y + 1 })).toBeGreaterThan(
      (frame.right - frame.left) * 0.95,
    );
  });

  it('tint the interval of the forecast', async () => {
    const facts = routesFacts(fourYears);
    const { pixels, frame } = await routes({}, facts);
    const { forecast } = targetPicture(facts, look).plot ?? {};
    if (!forecast) throw new Error('nothing is forecast');
    const time = yearEnd(2019) + (yearEnd(2020) - yearEnd(2019)) * 0.85;
    expect(pixels.at(...spotOf(place(frame, time, forecast.lower + 3)))).toBe(light.band);
    expect(pixels.at(...spotOf(place(frame, time, forecast.lower - 6)))).toBe(light.ground);
    expect(near(place(frame, yearEnd(2020), forecast.upper), 3, pixels, light.forecast)).toBeGreaterThan(5);
  });

  it('leave a hole in a provisional value and none in a settled one', async () => {
    const facts = routesFacts([...fourYears.slice(0, 3), observed('2019', 88, 'P')]);
    const { pixels, frame } = await routes({}, facts);
    // The lines to both sides do not reach into the middle of its mark.
    expect(pixels.at(...spotOf(place(frame, yearEnd(2019), 88)))).toBe(light.ground);
    expect(pixels.at(...spotOf(place(frame, yearEnd(2018), 64)))).toBe(light.actual);
  });

  describe('of words', () => {
    const titled = async (title: string) => {
      const { pixels } = await drawn({ ...targetPicture(routesFacts(fourYears), look), title });
      return pixels.rectangle({ x: 16, y: 12 }, { x: 240, y: 44 });
    };

    it('are characters and not boxes', async () => {
      const [one, again, other, none] = await Promise.all([
        titled('关关关关'),
        titled('关关关关'),
        titled('监监监监'),
        // Of private use: what no font knows is drawn as a box.
        titled('\uE123\uE123\uE123\uE123'),
      ]);
      expect(one.equals(again)).toBe(true);
      expect(one.equals(other)).toBe(false);
      expect(one.equals(none)).toBe(false);
    });

    it.each([
      ['a long Chinese title', 'zh', '加快推进关中平原城市群综合交通枢纽建设，'.repeat(9)],
      ['a long English title', 'en', 'Speed up the building of the transport hub '.repeat(6)],
      ['a title without any place to break', 'en', 'Donaudampfschifffahrt'.repeat(12)],
    ] as const)('stay on the picture: %s', async (_what, language, title) => {
      for (const width of [320, 800]) {
        const picture = targetPicture(routesFacts(fourYears), { ...look, width, language });
        const { pixels } = await drawn({ ...picture, title });
        const edges = [
          [
            { x: 0, y: 0 },
            { x: 2, y: 449 },
          ],
          [
            { x: width - 3, y: 0 },
            { x: width - 1, y: 449 },
          ],
          [
            { x: 0, y: 0 },
            { x: width - 1, y: 2 },
          ],
          [
            { x: 0, y: 447 },
            { x: width - 1, y: 449 },
          ],
        ] as const;
        for (const [from, to] of edges) {
          const all = (to.x - from.x + 1) * (to.y - from.y + 1);
          expect(pixels.count(light.ground, from, to)).toBe(all);
        }
      }
    });

    it('stand in place of an empty grid', async () => {
      const facts = routesFacts([], { day: '2017-01-01' });
      const { pixels, frame } = await drawn(targetPicture(facts, look));
      expect(frame).toBeNull();
      expect(pixels.count(light.text, { x: 200, y: 220 }, { x: 600, y: 340 })).toBeGreaterThan(200);
    });
  });

  describe('of an SVG', () => {
    const picture = {
      ...targetPicture(routesFacts(fourYears), look),
      title: '<script>alert(1)</script> & 关中',
    };

    it('hold the same as those of a PNG', async () => {
      const { frame, pixels } = await drawn(picture, 'svg');
      if (!frame) throw new Error('nothing is plotted');
      expect([pixels.width, pixels.height]).toEqual([800, 450]);
      expect(pixels.at(0, 0)).toBe(light.ground);
      [45, 58, 64, 88].forEach((value, index) => {
        expect(near(place(frame, yearEnd(2016 + index), value), 2, pixels, light.actual)).toBeGreaterThan(20);
      });
    });

    it('need no font, run no script and ask for nothing', async () => {
      const { bytes } = await drawn(picture, 'svg');
      const text = Buffer.from(bytes).toString('utf8');
      expect(text).toContain('<title>&#60;script&#62;alert(1)&#60;/script&#62; &#38; 关中</title>');
      expect(text).not.toMatch(/<(?:text|script|image|foreignObject|style|a)\b|href=|\son\w+=|url\((?!#)/i);
      expect(bytes.length).toBeLessThan(600_000);
    });
  });
});

const spotOf = ({ x, y }: { x: number; y: number }): [number, number] => [x, y];
