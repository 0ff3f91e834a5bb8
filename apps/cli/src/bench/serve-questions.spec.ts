import { grafanaQuerySchema } from '#contract';
import { grafanaBody, manySeries, panelsOf, rangeQuery, zipf } from './serve-questions.js';

describe("Zipf's law", () => {
  it('draws the most wanted twice as often as the second and ten times as often as the tenth', () => {
    const draw = zipf(1000, 1);
    const counts = new Map<number, number>();
    for (let time = 0; time < 200_000; time += 1) {
      const place = draw();
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const most = [...counts.values()].toSorted((a, b) => b - a);
    expect(most[0]! / most[1]!).toBeCloseTo(2, 0);
    expect(most[0]! / most[9]!).toBeGreaterThan(8);
    expect(most[0]! / most[9]!).toBeLessThan(12);
    expect(counts.size).toBeGreaterThan(990);
    expect(Math.max(...counts.keys())).toBeLessThan(1000);
  });

  it('draws the same for the same seed', () => {
    const [one, same, other] = [zipf(50, 7), zipf(50, 7), zipf(50, 8)];
    const draws = (draw: () => number) => Array.from({ length: 30 }, () => draw());
    const first = draws(one);
    expect(draws(same)).toEqual(first);
    expect(draws(other)).not.toEqual(first);
  });
});

const series = Array.from({ length: 60 }, (_, at) => ({
  indicator: at < 30 ? 'sample_001' : 'sample_002',
  area: `area-${at % 30}`,
}));
const panels = panelsOf(
  series,
  series.map((_, at) => String(at)),
);

describe('panels', () => {
  it('are one for each series, one in five of twenty of the same indicator', () => {
    expect(panels).toHaveLength(60);
    expect(panels.filter(({ areas }) => areas.length === manySeries)).toHaveLength(12);
    for (const { indicator, areas, seriesIds } of panels) {
      expect(new Set(areas).size).toBe(areas.length);
      for (const id of seriesIds) expect(series[Number(id)]?.indicator).toBe(indicator);
    }
  });

  it('are asked as Grafana asks, and of VictoriaMetrics for the same time', () => {
    const asked = { from: Date.UTC(2016), to: Date.UTC(2026), number: 3, maxDataPoints: 500 };
    const query = grafanaQuerySchema.parse(JSON.parse(grafanaBody(panels[0]!, asked)));
    expect(query).toMatchObject({
      range: { from: '2016-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
      maxDataPoints: 500,
      targets: [{ refId: 'A', target: 'sample_001', payload: { measures: ['actual'] } }],
    });
    const { query: promql, start } = Object.fromEntries(rangeQuery(panels[1]!, asked));
    expect([promql, start]).toEqual(['sample_001{area="area-1"}', '1451606400']);
  });
});
