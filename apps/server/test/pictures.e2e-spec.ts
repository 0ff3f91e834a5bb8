import { createCanvas, loadImage } from '@napi-rs/canvas';
import { parseConfiguration } from '#configuration';
import type { ObservationRow, Problem, ScorecardRow, TrajectoryResponse } from '#contract';
import { parseAsOf } from '#time-period';
import type { Look } from '../src/pictures/picture.js';
import { TargetPictures } from '../src/pictures/target-pictures.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const target = 'international-routes-2020';
const chart = (code: string, query = '', format: 'png' | 'svg' = 'png') =>
  `/api/v1/targets/${code}/chart.${format}${query}`;
const series = (query: string, format: 'png' | 'svg' = 'png') =>
  `/api/v1/observations/chart.${format}?${query}`;

describe('pictures over HTTP', () => {
  let app: TestApplication;
  let viewer: string;
  beforeAll(async () => {
    app = await startTestApplication();
    viewer = await app.token('viewer');
  });
  afterAll(() => app.close());

  async function picture(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(app.url + path, {
      headers: { authorization: `Bearer ${viewer}`, ...headers },
    });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  }
  const refused = (path: string) => app.ask<Problem>(path);

  it('draws a target as a PNG of the size that was asked for', async () => {
    const { response, bytes } = await picture(chart(target, '?width=640&height=360&scale=2&asOf=2020-03-01'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('content-disposition')).toBe(
      'inline; filename="international-routes-2020-2020-03-01-zh.png"',
    );
    const { width, height } = await loadImage(bytes);
    expect([width, height]).toEqual([1280, 720]);
  });

  it('draws it as an SVG, whose name is its title', async () => {
    const { response, bytes } = await picture(chart(target, '?lang=en', 'svg'));
    expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(bytes.toString('utf8')).toContain('<title>100 international routes</title>');
    const { width, height } = await loadImage(bytes);
    expect([width, height]).toEqual([800, 450]);
  });

  it('has a ground of either theme', async () => {
    for (const [theme, ground] of [
      ['light', [255, 255, 255]],
      ['dark', [24, 32, 41]],
    ] as const) {
      const { bytes } = await picture(chart(target, `?theme=${theme}`));
      const canvas = createCanvas(800, 450);
      const context = canvas.getContext('2d');
      context.drawImage(await loadImage(bytes), 0, 0);
      expect(Array.from(context.getImageData(1, 1, 1, 1).data)).toEqual([...ground, 255]);
    }
  });

  it('says 304 to whoever has it, until it would look otherwise', async () => {
    const path = chart(target, '?asOf=2020-03-01');
    const first = await picture(path);
    const etag = first.response.headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    // Node's fetch says no-cache of its own where this is not said, which asks for the whole again.
    const conditions = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    const again = await picture(path, conditions);
    expect(again.response.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    const other = await picture(`${path}&lang=en`, conditions);
    expect(other.response.status).toBe(200);
    expect(other.response.headers.get('etag')).not.toBe(etag);
  });

  it('shows what was known at the asked instant', async () => {
    const days = ['2018-03-01', '2019-03-01', '2020-03-01', '2026-11-23'];
    const drawn = await Promise.all(days.map((day) => picture(chart(target, `?asOf=${day}`))));
    expect(new Set(drawn.map(({ response }) => response.headers.get('etag'))).size).toBe(days.length);
    const now = await picture(chart(target));
    expect(now.bytes.equals(drawn.at(-1)?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('draws every target of the plan, in both languages', async () => {
    const { body: rows } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
    expect(rows.length).toBeGreaterThan(50);
    for (const { target: code } of rows) {
      const { response } = await picture(
        chart(code, `?lang=${code.length % 2 ? 'en' : 'zh'}&width=360`, 'svg'),
      );
      expect([code, response.status]).toEqual([code, 200]);
    }
  });

  it.each([null, '2019-03-01'])('shows the numbers of the target page, as of %s', async (asOf) => {
    const parsed = parseConfiguration({}, process.cwd());
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const { timeZone } = parsed.configuration;
    const now = new Date('2026-11-23T04:00:00Z');
    const reader = new TargetPictures(app.database, parsed.configuration, () => now);
    const look: Look = { width: 800, height: 450, scale: 1, language: 'zh', theme: 'light' };
    const query = asOf === null ? '' : `?asOf=${asOf}`;
    const { body: rows } = await app.ask<ScorecardRow[]>(`/api/v1/assessments${query}`);
    for (const row of rows) {
      const instant = asOf === null ? null : parseAsOf(asOf, timeZone);
      const { picture: drawn } = await reader.read(row.target, instant, look);
      expect(drawn.standing?.status).toBe(row.status);
      expect(drawn.standing?.clauses.join('')).toBe(row.text.zh);
      const { body: path } = await app.ask<TrajectoryResponse>(
        `/api/v1/targets/${row.target}/trajectory${query}`,
      );
      if (drawn.plot === null) {
        expect(row.observed).toBeNull();
        continue;
      }
      const expected = drawn.plot.lines.find(({ dashed }) => dashed)?.points ?? [];
      expect(expected.map(({ x, y }) => [x, y])).toEqual(
        path.points.map(({ time, expected: y }) => [time, y]),
      );
      expect(drawn.plot.due?.x).toBe(path.due.time);
      expect(drawn.plot.levels.map(({ y }) => y)).toEqual(
        [path.due.value, path.due.upper].filter((value) => value !== null),
      );
      expect(drawn.plot.forecast?.y ?? null).toBe(row.forecast?.value ?? null);
      const { body: observations } = await app.ask<ObservationRow[]>(
        `/api/v1/observations?indicator=${row.indicator}&area=${row.area}${query.replace('?', '&')}`,
      );
      const actual = drawn.plot.lines.find(({ joined, dashed }) => joined && !dashed)?.points ?? [];
      expect(actual.length).toBeGreaterThan(0);
      for (const point of actual)
        expect(observations).toContainEqual(expect.objectContaining({ time: point.x, value: point.y }));
    }
  });

  it('shows what a revision replaced', async () => {
    const file = ['88', '90'].map(
      (value) => `indicator,ref_area,time_period,obs_value,unit\nmetro_length,610100,2024,${value},公里\n`,
    );
    const admin = await app.token('admin');
    const before = await picture(chart('metro-length-2035'));
    for (const body of file) {
      const response = await fetch(`${app.url}/api/v1/imports`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'text/csv' },
        body,
      });
      expect(response.status).toBe(201);
      app.setNow('2026-11-23T05:00:00Z');
    }
    const parsed = parseConfiguration({}, process.cwd());
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const reader = new TargetPictures(
      app.database,
      parsed.configuration,
      () => new Date('2026-11-23T06:00:00Z'),
    );
    const { picture: drawn } = await reader.read('metro-length-2035', null, {
      width: 800,
      height: 450,
      scale: 1,
      language: 'zh',
      theme: 'light',
    });
    const earlier = drawn.plot?.lines.find(({ joined }) => !joined)?.points ?? [];
    expect(earlier.map(({ y }) => y)).toEqual([88]);
    const after = await picture(chart('metro-length-2035'));
    expect(after.bytes.equals(before.bytes)).toBe(false);
  });

  it('draws several series side by side', async () => {
    const asked = 'indicator=rail_travel_time&area=610100&breakdown.destination=410100,510100,420100';
    const { response, bytes } = await picture(series(asked));
    expect(response.status).toBe(200);
    expect((await loadImage(bytes)).width).toBe(800);
    const { bytes: svg } = await picture(series(asked, 'svg'));
    expect(svg.toString('utf8')).toContain('<title>西安至各城市铁路最快旅行时间 · 西安市</title>');
    const { bytes: fewer } = await picture(series(`${asked}&to=2018`));
    expect(fewer.equals(bytes)).toBe(false);
  });

  it('says in a picture that nothing is known', async () => {
    const { response } = await picture(series('indicator=metro_length&area=610100&to=1990'));
    expect(response.status).toBe(200);
  });

  it('is for whoever may read', async () => {
    const { status, headers, body } = await app.ask<Problem>(chart(target), { token: null });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it.each([
    [chart('no-such-target'), 404, 'not-found', []],
    [chart(target, '?asOf=yesterday'), 400, 'invalid-as-of', []],
    [chart(target, '?width=20'), 400, 'invalid-request', ['width']],
    [chart(target, '?width=wide&height=1201'), 400, 'invalid-request', ['width', 'height']],
    [chart(target, '?scale=4'), 400, 'invalid-request', ['scale']],
    [chart(target, '?width=1600&height=1200&scale=3'), 400, 'invalid-request', ['scale']],
    [chart(target, '?lang=de&theme=blue'), 400, 'invalid-request', ['lang', 'theme']],
    [series(''), 400, 'invalid-request', ['indicator']],
    [series('indicator=nothing'), 400, 'unknown-name', []],
    [series('indicator=gdp&area=nowhere'), 400, 'unknown-name', []],
    [series('indicator=gdp&breakdown.colour=red'), 400, 'unknown-name', []],
    [series('indicator=gdp&frequency=W'), 400, 'invalid-request', ['frequency.0']],
    [series('indicator=gdp&from=yesterday'), 400, 'invalid-request', ['from']],
    [series('indicator=gdp,metro_length'), 400, 'invalid-request', ['indicator']],
    [series('indicator=rail_travel_time'), 400, 'invalid-request', ['indicator']],
  ])('refuses %s', async (path, status, code, faulty) => {
    const answer = await refused(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect((answer.body.errors ?? []).map((fault) => fault.path)).toEqual(faulty);
  });

  it('stands in the description of the interface', async () => {
    const { body } = await app.ask<{ paths: Record<string, unknown> }>('/api/v1/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/v1/targets/{code}/chart.png', '/api/v1/observations/chart.svg']),
    );
  });
});
