import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib';
import type { ImportReport, ObservationRow, Problem } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

describe('reading observations', () => {
  let app: TestApplication;
  let token: string;
  beforeAll(async () => {
    app = await startTestApplication();
    token = await app.token('viewer');
  });
  afterAll(() => app.close());

  /** What stands on the wire, undecoded. */
  const open = async (path: string, headers: IncomingHttpHeaders = {}, method = 'GET') => {
    const asked = request(app.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    asked.on('error', (error) => answer.destroy(error));
    return answer;
  };
  const bytesOf = async (answer: IncomingMessage) => {
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  const textOf = async (path: string, headers?: IncomingHttpHeaders) =>
    (await bytesOf(await open(path, headers))).toString();
  const dryRun = async (text: string) => {
    const { body } = await app.ask<ImportReport & Problem>('/api/v1/imports?dryRun=true', {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/csv' },
    });
    return { state: body.state, ...body.rows, questions: body.questions.length };
  };

  describe('as CSV for Excel', () => {
    it('is the canonical upload layout with a byte order mark and CRLF, values exactly as stored', async () => {
      await app.ask('/api/v1/imports', {
        method: 'POST',
        body: 'indicator,ref_area,time_period,obs_value\nhsr_length,610100,2020,177.50\n',
        headers: { 'content-type': 'text/csv' },
      });
      expect(
        await textOf('/api/v1/observations?indicator=hsr_length&area=610100&from=2020&to=2020&format=csv'),
      ).toBe(
        '\uFEFFindicator,ref_area,time_period,obs_value,unit,obs_status\r\nhsr_length,610100,2020,177.50,公里,A\r\n',
      );
    });

    it.each([
      [
        'zh',
        '指标代码,指标名称,行政区划代码,地区名称,时期,数值,单位,状态,destination,destination_name',
        'rail_travel_time,铁路最短旅行时间',
      ],
      [
        'en',
        'indicator_code,indicator_name,ref_area,area_name,time_period,obs_value,unit,obs_status,destination,destination_name',
        'rail_travel_time,',
      ],
    ])(
      'has headings and names in words (%s), and can be uploaded all the same',
      async (language, heading, row) => {
        const text = await textOf(`/api/v1/observations?format=csv&language=${language}`);
        const lines = text.slice(1).split('\r\n');
        expect(lines[0]).toBe(heading);
        expect(lines.some((line) => line.startsWith(row.slice(0, 17)))).toBe(true);
        expect(await dryRun(text)).toEqual({
          state: 'validated',
          read: lines.length - 2,
          inserted: 0,
          revised: 0,
          unchanged: lines.length - 2,
          duplicate: 0,
          missing: 0,
          rejected: 0,
          questions: 0,
        });
      },
    );

    it('makes no formula of a name', async () => {
      const { body: indicator } = await app.ask<Record<string, unknown>>('/api/v1/indicators/metro_length');
      await app.ask('/api/v1/indicators/metro_length', {
        method: 'PUT',
        body: JSON.stringify({ ...indicator, name: { zh: '=1+1', en: '@SUM(A1)' } }),
      });
      const read = (language: string) =>
        textOf(`/api/v1/observations?indicator=metro_length&format=csv&language=${language}`);
      expect(await read('zh')).toContain("metro_length,'=1+1,610100");
      expect(await read('en')).toContain("metro_length,'@SUM(A1),610100");
      await app.ask('/api/v1/indicators/metro_length', { method: 'PUT', body: JSON.stringify(indicator) });
    });

    it('is a heading where there is nothing', async () => {
      expect(await textOf('/api/v1/observations?indicator=gdp&to=1950&format=csv')).toBe(
        '\uFEFFindicator,ref_area,time_period,obs_value,unit,obs_status\r\n',
      );
      expect(await textOf('/api/v1/observations?indicator=gdp&to=1950')).toBe('[]');
      expect(await textOf('/api/v1/observations?indicator=gdp&to=1950&pivot=series')).toBe('[]');
    });
  });

  describe('a row per period', () => {
    const path = '/api/v1/observations?indicator=gdp,hsr_length&area=610100&from=2018&to=2019&pivot=series';
    it('in JSON, every series a property of every row', async () => {
      const { body } = await app.ask(path);
      expect(body).toEqual([
        { period: '2018', time: expect.any(Number), 'gdp.610100.A': 8349.86, 'hsr_length.610100.A': null },
        { period: '2019', time: expect.any(Number), 'gdp.610100.A': 9321.19, 'hsr_length.610100.A': 177 },
      ]);
    });

    it('in CSV, in words and in pages', async () => {
      const answer = await open(`${path}&format=csv&language=zh&limit=1&offset=1`);
      expect(answer.headers).toMatchObject({ 'x-total-count': '2' });
      expect(answer.headers.link).toContain('rel="prev"');
      expect((await bytesOf(answer)).toString()).toBe(
        '\uFEFF时期,地区生产总值 西安市 年 (亿元),高速铁路营业里程 西安市 年 (公里)\r\n2019年,9321.19,177\r\n',
      );
    });
  });

  it('comes in pages that together are the whole', async () => {
    const { body: whole } = await app.ask<ObservationRow[]>('/api/v1/observations');
    const rows: ObservationRow[] = [];
    let path: string | undefined = '/api/v1/observations?limit=100';
    while (path !== undefined) {
      const { body, headers }: { body: ObservationRow[]; headers: Headers } = await app.ask(path);
      expect(headers.get('x-total-count')).toBe(String(whole.length));
      rows.push(...body);
      path = /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(rows).toEqual(whole);
    expect((await app.ask<Problem>('/api/v1/observations?limit=0')).status).toBe(400);
  });

  it.each(['frequency=X', 'breakdown.colour=red', 'breakdown.destination=999999', 'breakdown.destination='])(
    'refuses %s rather than answer with nothing',
    async (query) => {
      for (const path of ['', '/vintages']) {
        const { status, body } = await app.ask<Problem>(`/api/v1/observations${path}?${query}`);
        expect([path, status, body.code]).toEqual([
          path,
          400,
          expect.stringMatching(/^(?:invalid-request|unknown-name)$/),
        ]);
      }
    },
  );

  it.each([
    ['*/*', 200, 'application/json; charset=utf-8'],
    ['text/csv', 200, 'text/csv; charset=utf-8'],
    ['text/html;q=0.9, text/csv;q=0.5, application/json;q=0.4', 200, 'text/csv; charset=utf-8'],
    [
      'application/vnd.sdmx.data+csv',
      200,
      'application/vnd.sdmx.data+csv; version=2.0.0; labels=id; charset=utf-8',
    ],
    [
      'application/vnd.sdmx.data+json;version=2.0.0',
      200,
      'application/vnd.sdmx.data+json; version=2.0.0; charset=utf-8',
    ],
    ['application/xml', 406, 'application/problem+json; charset=utf-8'],
  ])('answers Accept: %s', async (accept, status, type) => {
    const answer = await open('/api/v1/observations?indicator=gdp', { accept });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, type]);
    const text = (await bytesOf(answer)).toString();
    expect(text).not.toBe('');
    if (status === 406)
      expect((JSON.parse(text) as Problem).errors?.map(({ message }) => message)).toContain('text/csv');
  });

  describe('again', () => {
    it.each([
      '/api/v1/observations?indicator=gdp',
      '/api/v1/observations?indicator=gdp&format=csv',
      '/sdmx/data/OBSERVATIONS?format=csv',
      '/api/v1/indicators',
      '/api/v1/targets',
      '/api/v1/areas',
    ])('%s is 304 until it changes, whole or compressed', async (path) => {
      for (const encoding of ['identity', 'gzip', 'br']) {
        const first = await open(path, { 'accept-encoding': encoding });
        const tag = first.headers.etag!;
        await bytesOf(first);
        // Strong, and another one for what was made smaller. Any letter of a digest may be a hyphen.
        const ending = /-(?:gzip|br)"$/.exec(tag)?.[0] ?? '"';
        expect([tag[0], ending]).toEqual(['"', encoding === 'identity' ? '"' : `-${encoding}"`]);
        expect(first.headers['cache-control']).toBe('private, no-cache');
        for (const name of ['Accept', 'Accept-Encoding', 'Authorization'])
          expect(first.headers.vary?.split(', ')).toContain(name);
        const again = await open(path, { 'accept-encoding': encoding, 'if-none-match': `"other", ${tag}` });
        expect([again.statusCode, again.headers.etag]).toEqual([304, tag]);
        expect((await bytesOf(again)).length).toBe(0);
      }
    });

    it('is read anew after an import, and differs by what was asked', async () => {
      const path = '/api/v1/observations?indicator=metro_length';
      const tagOf = async (of: string, headers: IncomingHttpHeaders = {}) => {
        const answer = await open(of, headers);
        await bytesOf(answer);
        return answer.headers.etag!;
      };
      const before = await tagOf(path);
      expect(await tagOf(path, { accept: 'text/csv' })).not.toBe(before);
      expect(await tagOf('/api/v1/observations?indicator=gdp')).not.toBe(before);
      await app.ask('/api/v1/imports', {
        method: 'POST',
        body: 'indicator,ref_area,time_period,obs_value\nmetro_length,610100,2026-06,430\n',
        headers: { 'content-type': 'text/csv' },
      });
      const after = await open(path, { 'if-none-match': before });
      expect(after.statusCode).toBe(200);
      expect((await bytesOf(after)).toString()).toContain('430');
    });

    it('a refusal carries no tag of what was not answered', async () => {
      const answer = await open('/api/v1/observations?indicator=none');
      await bytesOf(answer);
      expect([answer.statusCode, answer.headers.etag?.startsWith('"')]).not.toEqual([200, true]);
      expect(answer.statusCode).toBe(400);
    });
  });

  it('is the same bytes in every encoding', async () => {
    for (const path of ['/api/v1/observations', '/sdmx/data/OBSERVATIONS?format=csv', '/api/v1/indicators']) {
      const whole = await bytesOf(await open(path, { 'accept-encoding': 'identity' }));
      const gzip = await open(path, { 'accept-encoding': 'gzip' });
      const br = await open(path, { 'accept-encoding': 'gzip, br' });
      expect([gzip.headers['content-encoding'], br.headers['content-encoding']]).toEqual(['gzip', 'br']);
      const packed = await bytesOf(gzip);
      expect(packed.length).toBeLessThan(whole.length / 2);
      expect(gunzipSync(packed).equals(whole)).toBe(true);
      expect(brotliDecompressSync(await bytesOf(br)).equals(whole)).toBe(true);
    }
  });

  it('leaves small answers, events and answers with a cookie as they are', async () => {
    const compressible = { 'accept-encoding': 'gzip, br' };
    const small = await open('/api/v1/observations?indicator=gdp&to=1950', compressible);
    expect([small.headers['content-encoding'], (await bytesOf(small)).toString()]).toEqual([undefined, '[]']);
    const events = await open('/api/v1/imports/1/events', compressible);
    expect(events.headers['content-type']).toContain('text/event-stream');
    expect(events.headers['content-encoding']).toBeUndefined();
    expect((await bytesOf(events)).toString()).toContain('event: done');
    const logIn = await app.ask('/api/v1/session', {
      method: 'POST',
      token: null,
      body: JSON.stringify({ token }),
    });
    expect(logIn.headers.get('set-cookie')).not.toBeNull();
    expect(logIn.headers.get('content-encoding')).toBeNull();
  });

  describe('200,000 rows', () => {
    const rows = 200_000;
    const path = '/api/v1/observations?indicator=pm25&frequency=D';
    /** With comments that cannot be compressed away. */
    const sdmxPath = '/sdmx/v2/data/dataflow/*/OBSERVATIONS/~/D.pm25?format=csv';
    beforeAll(async () => {
      await app.database.query(
        `insert into series (indicator, area, frequency, accumulation, breakdown)
         select 'pm25', code, 'D', 'period', '{}' from area order by code limit 20`,
      );
      await app.database.query(
        `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id, comment)
         select s.id, day::date, day::date, round(extract(doy from day) / 7, 2), 'A', '2026-01-01', 1,
           (select string_agg(md5(s.id::text || day || part), '') from generate_series(1, 6) part)
         from series s, generate_series('1990-01-01'::timestamp, '2017-05-18', '1 day') day
         where s.indicator = 'pm25' and s.frequency = 'D'`,
      );
    });

    /** Waits until the service has been waiting for the reader for half a second, in the middle of its reading. */
    const heldUp = async (howMany = 1): Promise<number[]> => {
      for (;;) {
        const waiting: { pid: number }[] = await app.database.query(
          `select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
             and query like 'fetch%' and state_change < clock_timestamp() - interval '500 ms'`,
        );
        if (waiting.length >= howMany) return waiting.map(({ pid }) => pid);
        await delay(50);
      }
    };

    it('are sent as they are read: a reader that pauses holds the reading up', async () => {
      const answer = await open(path);
      answer.pause();
      await heldUp();
      let values = 0;
      for await (const part of answer) values += (part as Buffer).toString('latin1').split('{').length - 1;
      // A row and its breakdown.
      expect(values).toBe(rows * 2);
    });

    it('are whole JSON, and the same in SDMX-CSV', async () => {
      expect((JSON.parse(await textOf(path)) as unknown[]).length).toBe(rows);
      const sdmx = await textOf(sdmxPath);
      expect(sdmx.split('\r\n').length).toBe(rows + 2);
      expect(await textOf(`${path}&limit=1&offset=${rows - 1}`)).toContain('2017-05-18');
    });

    it('are too many for what is put together in memory', async () => {
      await app.database.query(
        `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
         select s.id, day::date, day::date, 1, 'A', '2026-01-01', 1
         from series s, generate_series('2018-01-01'::timestamp, '2018-02-01', '1 day') day
         where s.indicator = 'pm25' and s.frequency = 'D'`,
      );
      const vintages = await app.ask<Problem>('/api/v1/observations/vintages?indicator=pm25');
      expect([vintages.status, vintages.body.code]).toEqual([413, 'too-large']);
      const chart = await app.ask<Problem>('/api/v1/observations/chart.svg?indicator=pm25&to=2017-05-18');
      expect([chart.status, chart.body.errors?.[0]?.code]).toEqual([400, 'too-many-values']);
      await app.database
        .query(`delete from observation where period_start between '2018-01-01' and '2018-02-01'
        and series_id in (select id from series where indicator = 'pm25' and frequency = 'D')`);
    });

    it.each(['identity', 'gzip'])('never look whole when the reading fails midway (%s)', async (encoding) => {
      const answer = await open(sdmxPath, { 'accept-encoding': encoding });
      answer.pause();
      const [pid] = await heldUp();
      await app.database.query('select pg_terminate_backend($1)', [pid]);
      const read = async () => {
        const source = encoding === 'gzip' ? answer.pipe(createGunzip()) : answer;
        answer.on('error', (error) => source.destroy(error));
        for await (const part of source) void part;
      };
      await expect(read()).rejects.toThrow();
    });

    it('do not take the service away from others: a fourth at once is asked to come again', async () => {
      const held = await Promise.all([1, 2, 3].map(() => open(path)));
      for (const answer of held) answer.pause();
      await heldUp(3);
      const fourth = await open(path);
      expect([fourth.statusCode, fourth.headers['retry-after']]).toEqual([503, '5']);
      expect((JSON.parse((await bytesOf(fourth)).toString()) as Problem).code).toBe('busy');
      expect(await textOf('/api/v1/observations?indicator=gdp&to=1950')).toBe('[]');
      for (const answer of held) answer.destroy();
      for (;;) {
        const again = await open(path, {}, 'HEAD');
        again.resume();
        if (again.statusCode === 200) break;
        await delay(50);
      }
    });
  });
});
