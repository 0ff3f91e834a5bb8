import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { parseConfiguration } from '#configuration';
import type { GrafanaSeries, GrafanaTable, ImportReport, Indicator, Problem } from '#contract';
import { inTransaction, openDatabase, revokeToken, type Database } from '#storage';
import { createApplication, type Application } from '../src/application.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00Z';

/** Two processes, as far as they can tell: each its own pool, cache and clock, on one database. */
let one: TestApplication;
let other: { readonly url: string; readonly app: Application; readonly database: Database };
let token: string;
let admin: string;

beforeAll(async () => {
  one = await startTestApplication({ now });
  token = await one.token('viewer');
  admin = await one.token('admin');
  const parsed = parseConfiguration({ ROLES: 'api' }, process.cwd());
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const database = await openDatabase(one.databaseUrl);
  const { configuration } = parsed;
  // Its clock is behind by more than any clock should be.
  const clock = () => new Date(new Date(now).getTime() - 60_000);
  const app = await createApplication({ database, configuration, clock }, null);
  app.useLogger(false);
  await app.init();
  const server: Server = app.getHttpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  other = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, app, database };
});
afterAll(async () => {
  await other.app.close();
  await other.database.destroy();
  await one.close();
});

type Frames = (GrafanaSeries | GrafanaTable)[];

const request = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function panel(url: string, targets: unknown[], further: object = {}): Promise<Frames> {
  const response = await fetch(`${url}/grafana/query`, request({ targets, ...further }));
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return JSON.parse(text) as Frames;
}

const routes = { refId: 'A', target: 'international_routes', payload: { area: '610100', frequency: 'A' } };

async function newest(url: string): Promise<number | null | undefined> {
  const [frame] = await panel(url, [routes]);
  return frame && 'datapoints' in frame ? frame.datapoints.at(-1)?.[0] : undefined;
}

async function upload(value: number): Promise<ImportReport> {
  const { body, status } = await one.ask<ImportReport>('/api/v1/imports?name=routes.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `指标,地区,时期,数值\ninternational_routes,西安市,2025年,${value}\n`,
  });
  expect([status, body.state]).toEqual([201, 'applied']);
  return body;
}

describe('a kept answer is never older than what was stored when it was asked for', () => {
  it('an import into one process shows in the other from the next question on', async () => {
    for (let value = 200; value < 212; value += 1) {
      await Promise.all([newest(one.url), newest(other.url)]);
      await upload(value);
      expect(await newest(other.url)).toBe(value);
      expect(await newest(one.url)).toBe(value);
    }
  });

  it('while many ask both processes without a pause', async () => {
    let answered = 0;
    const enough = new AbortController();
    const faults: string[] = [];
    const ask = async (url: string) => {
      while (!enough.signal.aborted) {
        // What an import had answered before this question was sent.
        const least = answered;
        const shown = (await newest(url)) ?? 0;
        if (shown < least) faults.push(`${shown} after ${least}`);
      }
    };
    const asking = [one.url, other.url, one.url, other.url, one.url, other.url].map(ask);
    for (let value = 300; value < 315; value += 1) {
      await upload(value);
      answered = value;
    }
    enough.abort();
    await Promise.all(asking);
    expect(faults).toEqual([]);
  });

  it('what is written but not committed shows nowhere, and never if it is taken back', async () => {
    const before = await newest(other.url);
    const runner = one.database.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query('update observation set value = value + 1000');
      expect(await newest(other.url)).toBe(before);
      await runner.rollbackTransaction();
      expect(await newest(other.url)).toBe(before);
      await runner.startTransaction();
      await runner.query('update observation set value = value + 1000');
      expect(await newest(other.url)).toBe(before);
      await runner.commitTransaction();
      expect(await newest(other.url)).toBe((before ?? 0) + 1000);
      await runner.query('update observation set value = value - 1000');
      expect(await newest(other.url)).toBe(before);
    } finally {
      await runner.release();
    }
  });

  it('an import that is undone is gone from the next question on', async () => {
    await upload(400);
    const { id } = await upload(401);
    expect(await newest(other.url)).toBe(401);
    expect((await one.ask(`/api/v1/imports/${id}/undo`, { method: 'POST' })).status).toBe(200);
    expect(await newest(other.url)).toBe(400);
  });

  it('a name changed in the catalogue is the name of the line from the next question on', async () => {
    const name = async () => {
      const [frame] = await panel(other.url, [routes]);
      return frame && 'datapoints' in frame ? frame.target.split(' · ')[0] : undefined;
    };
    const before = await name();
    const path = '/api/v1/indicators/international_routes';
    const { body: indicator } = await one.ask<Indicator>(path);
    const put = (zh: string) =>
      one.ask(path, {
        method: 'PUT',
        token: admin,
        body: JSON.stringify({ ...indicator, name: { ...indicator.name, zh } }),
      });
    expect((await put('改了名的航线')).status).toBeLessThan(300);
    expect(await name()).toBe('改了名的航线');
    await put(indicator.name.zh);
    expect(await name()).toBe(before);
  });

  it('verdicts follow too, of lines and of tables, whatever the clocks say', async () => {
    const verdict = async (url: string) => {
      const [lines, table] = await Promise.all([
        panel(url, [{ refId: 'A', target: 'vehicle_output', payload: { measures: 'forecast' } }]),
        panel(url, [{ refId: 'A', target: 'scorecard', payload: { targetCode: 'vehicle-output-2035' } }]),
      ]);
      return { lines, rows: table.map((frame) => ('rows' in frame ? frame.rows : [])) };
    };
    for (const value of [151, 20, 177]) {
      const before = await verdict(other.url);
      await one.ask('/api/v1/imports?name=cars.csv', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: `指标,地区,时期,数值\nvehicle_output,陕西省,2025年,${value}\n`,
      });
      const after = await verdict(other.url);
      expect(after.rows.flat(2)).toContain(value);
      expect(after.lines).not.toEqual(before.lines);
      expect(await verdict(one.url)).toEqual(after);
    }
  });
});

describe('the quick way and the usual way', () => {
  const questions: [name: string, body: unknown][] = [
    ['values', { targets: [routes] }],
    ['as of a day', { targets: [{ ...routes, payload: { area: '610100', asOf: '2020-01-01' } }] }],
    [
      'all measures in a range',
      {
        range: { from: '2012-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
        maxDataPoints: 50,
        targets: [{ refId: 'A', target: 'pm25', payload: { measures: '*', language: 'en' } }],
      },
    ],
    [
      'few points',
      {
        range: { from: 1_200_000_000_000, to: 1_700_000_000_000 },
        maxDataPoints: 4,
        targets: [{ refId: 'A', target: 'pm25', payload: {} }],
      },
    ],
    ['everything of an indicator', { targets: [{ refId: 'B', target: 'rail_travel_time' }] }],
    [
      'several, one hidden',
      {
        targets: [
          routes,
          { refId: 'B', target: 'statusCounts' },
          { refId: 'C', target: 'pm25', hide: true },
          { refId: 'D', target: 'pm25', payload: { asOf: '2019-06-30' } },
        ],
      },
    ],
    ['a filter', { targets: [routes], adhocFilters: [{ key: 'area', operator: '!=', value: '610100' }] }],
    [
      'a scoped variable',
      {
        targets: [{ ...routes, payload: { area: '$area' } }],
        scopedVars: { area: { text: '', value: '610100' } },
      },
    ],
    [
      'a list where a text is due',
      {
        targets: [{ ...routes, payload: { asOf: '$day' } }],
        scopedVars: { day: { text: '', value: ['2020-01-01'] } },
      },
    ],
    ['a body with a byte order mark', '\uFEFF{"targets":[]}'],
    ['nothing', { targets: [] }],
    ['an unknown indicator', { targets: [{ refId: 'A', target: 'nonsense' }] }],
    ['a range that ends before it begins', { targets: [], range: { from: 2e12, to: 1e12 } }],
    [
      'releases at the end of the calendar',
      { targets: [{ refId: 'A', target: 'releases' }], range: { from: '9999-01-01', to: '9999-12-30' } },
    ],
    ['no targets', {}],
    ['a fault in the middle', { targets: [{ refId: 7 }] }],
  ];
  // A type that the quick way leaves to the usual one.
  const usual = { 'content-type': 'application/json; charset=UTF-8; usual=yes' };

  it.each(questions)('give the same answer to %s, the second time too', async (_name, body) => {
    const asked = [request(body), request(body), request(body, usual)];
    const answers = [];
    for (const options of asked) {
      const response = await fetch(`${one.url}/grafana/query`, options);
      answers.push({
        status: response.status,
        type: response.headers.get('content-type'),
        policy: response.headers.get('content-security-policy'),
        body: JSON.parse(await response.text()) as unknown,
      });
    }
    expect(answers[0]?.status).toBeLessThan(500);
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[2]);
  });

  it.each([
    ['no token', { authorization: 'Bearer nobody' }, 401],
    ['a password that is none', { authorization: 'Basic !!!' }, 401],
    ['another scheme', { authorization: 'Digest x' }, 401],
    ['no JSON', {}, 400],
  ])('refuse alike: %s', async (_name, headers, status) => {
    const body = status === 400 ? '{"targets": [' : { targets: [] };
    const answers = await Promise.all(
      [{}, usual].map(async (type) => {
        const response = await fetch(`${one.url}/grafana/query`, request(body, { ...headers, ...type }));
        const { code, title } = (await response.json()) as Problem;
        return {
          status: response.status,
          type: response.headers.get('content-type'),
          challenge: response.headers.get('www-authenticate'),
          code,
          title,
        };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(status);
  });

  it('refuse a token from the moment in which it is revoked', async () => {
    for (let time = 0; time < 5; time += 1) {
      const secret = await one.token('viewer');
      const headers = { authorization: `Basic ${Buffer.from(`grafana:${secret}`).toString('base64')}` };
      const ask = async () =>
        (await fetch(`${one.url}/grafana/query`, request({ targets: [routes] }, headers))).status;
      expect(await ask()).toBe(200);
      const [{ token: holder }]: [{ token: string }] = await one.database.query(
        `select name as token from api_token order by created_at desc, length(name) desc, name desc limit 1`,
      );
      await inTransaction(other.database, (tx) => revokeToken(tx, holder, new Date(now)));
      expect(await ask()).toBe(401);
    }
  });

  it('say nothing of a request that breaks off, least of all that the database is away', async () => {
    const figures = async () => {
      const response = await fetch(`${other.url}/metrics`, { headers: { authorization: `Bearer ${admin}` } });
      return (await response.text()).split('\n').filter((line) => /_count\{.*grafana\/query/.test(line));
    };
    await newest(other.url);
    const before = await figures();
    expect(before).not.toEqual([]);
    const server: Server = other.app.getHttpServer();
    const arrived = once(server, 'request') as Promise<[IncomingMessage]>;
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
    socket.write(
      `POST /grafana/query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"targets',
    );
    const [broken] = await arrived;
    const ended = new Promise((resolve) => broken.once('close', resolve));
    socket.destroy();
    await ended;
    expect(await figures()).toEqual(before);
  });

  it('count in the same figures', async () => {
    const { body } = await one.ask<string>('/metrics');
    expect(body).toMatch(
      /guanzhong_http_request_duration_seconds_count\{method="POST",route="\/grafana\/query",status="200"\} \d\d/,
    );
  });
});
