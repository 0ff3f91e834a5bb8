import { readdirSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImportReport, Problem, Session } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

describe('over HTTP', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication({ environment: { MAX_UPLOAD_BYTES: '20000' } });
  });
  afterAll(() => app.close());

  const post = (body: string, init: RequestInit & { token?: string } = {}) =>
    app.ask<ImportReport & Problem>('/api/v1/imports', { method: 'POST', ...init, body });

  describe('who may do what', () => {
    it('lets anybody ask whether it is well', async () => {
      expect(await app.ask('/health', { token: null })).toMatchObject({
        status: 200,
        body: { status: 'ok' },
      });
    });

    it.each([
      '/api/v1/plan',
      '/api/v1/assessments',
      '/api/v1/observations',
      '/api/v1/imports',
      '/api/v1/alerts',
      '/api/v1/openapi.json',
      '/api/docs',
      '/grafana',
      '/metrics',
    ])('asks for a token at %s', async (path) => {
      for (const token of [null, 'gzm_wrong']) {
        const { status, headers, body } = await app.ask<Problem>(path, { token });
        expect([path, status]).toEqual([path, 401]);
        expect(headers.get('content-type')).toContain('application/problem+json');
        expect(headers.get('www-authenticate')).toBe('Bearer');
        expect(body.code).toBe('unauthenticated');
      }
    });

    it('takes the token as the password of Basic, as Grafana sends it', async () => {
      const token = await app.token('viewer');
      const authorization = `Basic ${Buffer.from(`grafana:${token}`).toString('base64')}`;
      expect((await app.ask('/api/v1/plan', { token: null, headers: { authorization } })).status).toBe(200);
    });

    it('keeps viewers from uploading and uploaders from administering', async () => {
      const viewer = await app.token('viewer');
      const uploader = await app.token('uploader');
      expect((await post('a', { token: viewer })).status).toBe(403);
      expect((await app.ask('/api/v1/sweeps', { method: 'POST', token: uploader })).status).toBe(403);
      expect((await app.ask('/api/v1/assessments?task=6', { token: viewer })).status).toBe(200);
    });

    it('logs the page in and out with a cookie that scripts and other sites cannot use', async () => {
      const token = await app.token('viewer');
      const logIn = await app.ask('/api/v1/session', {
        method: 'POST',
        token: null,
        body: JSON.stringify({ token }),
      });
      expect(logIn).toMatchObject({ status: 200, body: { role: 'viewer', organisation: null } });
      const cookie = logIn.headers.get('set-cookie')!;
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Strict/);
      const { csrfToken } = logIn.body as Session;
      const headers = { cookie: cookie.split(';')[0]!, 'x-csrf-token': csrfToken! };
      expect((await app.ask('/api/v1/session', { token: null, headers })).status).toBe(200);
      expect((await app.ask('/api/v1/session', { method: 'DELETE', token: null, headers })).status).toBe(204);
      expect((await app.ask('/api/v1/session', { token: null, headers })).status).toBe(401);
    });

    it('limits an uploader to what its organisation owns', async () => {
      const token = await app.token('uploader', 'xian-government');
      const { body } = await post(
        'indicator,ref_area,time_period,obs_value\nforest_coverage,610000,2024,45\n',
        { token, headers: { 'content-type': 'text/csv' } },
      );
      expect(body.rejections.map(({ code }) => code)).toEqual(['not-permitted']);
    });
  });

  describe('faults', () => {
    it('answers an unknown path, code, name and a broken body as problems', async () => {
      const cases: [string, RequestInit, number, string][] = [
        ['/api/v1/nothing', {}, 404, 'not-found'],
        ['/api/v1/targets/no-such-target', {}, 404, 'not-found'],
        ['/api/v1/imports/99999', {}, 404, 'not-found'],
        ['/api/v1/observations?indicator=no_such', {}, 400, 'unknown-name'],
        ['/api/v1/observations?from=yesterday', {}, 400, 'invalid-request'],
        ['/api/v1/assessments?asOf=soon', {}, 400, 'invalid-as-of'],
        ['/api/v1/assessments?status=splendid', {}, 400, 'invalid-request'],
        ['/api/v1/sweeps', { method: 'POST', body: '{"asOf":' }, 400, 'invalid-request'],
        ['/api/v1/sweeps', { method: 'POST', body: '{"when":"now"}' }, 400, 'invalid-request'],
        ['/api/v1/targets/a%00b', {}, 400, 'invalid-request'],
      ];
      for (const [path, init, status, code] of cases) {
        const answer = await app.ask<Problem>(path, init);
        expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
        expect(answer.body.detail).not.toBe('');
      }
    });

    it('names each fault of a request by its path', async () => {
      const { body } = await app.ask<Problem>('/api/v1/targets/x', {
        method: 'PUT',
        body: JSON.stringify({ code: 'x', operator: 'atLeast', value: 'many' }),
      });
      expect(body.errors?.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['indicator', 'value', 'clause']),
      );
    });

    it('refuses what is too large or no table, and goes on', async () => {
      const large = `indicator,ref_area,time_period,obs_value\n${'x'.repeat(30_000)}`;
      expect((await post(large, { headers: { 'content-type': 'text/csv' } })).status).toBe(413);
      const form = new FormData();
      form.append(
        'file',
        new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])]),
        'a.csv',
      );
      const picture = await app.ask<Problem>('/api/v1/imports', { method: 'POST', body: form });
      expect([picture.status, picture.body.code]).toEqual([415, 'not-a-table']);
      const empty = new FormData();
      empty.append('other', 'x');
      expect((await app.ask('/api/v1/imports', { method: 'POST', body: empty })).status).toBe(400);
      expect((await app.ask('/health')).status).toBe(200);
    });
  });

  describe('uploads', () => {
    const csv = 'indicator,ref_area,time_period,obs_value\nmetro_length,610100,2026-06,430\n';

    it('takes a raw body, whatever type the client claims', async () => {
      for (const type of ['text/csv', 'application/octet-stream', 'application/x-www-form-urlencoded']) {
        const answer = await app.ask<ImportReport>('/api/v1/imports?dryRun=true&name=metro.csv', {
          method: 'POST',
          body: csv,
          headers: { 'content-type': type },
        });
        expect([type, answer.status, answer.body.file.name]).toEqual([type, 200, 'metro.csv']);
      }
    });

    it('keeps a Chinese file name', async () => {
      const form = new FormData();
      form.append('file', new Blob([csv]), '地铁里程.csv');
      const { body } = await app.ask<ImportReport>('/api/v1/imports?dryRun=true', {
        method: 'POST',
        body: form,
      });
      expect(body.file.name).toBe('地铁里程.csv');
    });

    // Linux tells which files a process holds open; elsewhere there is nothing to look at.
    (process.platform === 'linux' ? it : it.skip).each(['multipart/form-data; boundary=b', 'text/csv'])(
      'holds no file open when an upload (%s) is broken off midway',
      async (type) => {
        const { port } = new URL(app.url);
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => undefined);
        const form = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
        socket.write(
          `POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await app.token('uploader')}\r\n` +
            `Content-Type: ${type}\r\nContent-Length: 15000\r\n\r\n${type === 'text/csv' ? '' : form}indicator,`,
        );
        await untilTrue(() => openUploads() > 0);
        socket.destroy();
        await untilTrue(() => openUploads() === 0);
        expect((await app.ask('/health')).status).toBe(200);
      },
    );

    it('goes on after answering when asked to, and tells how it ended', async () => {
      const accepted = await app.ask<ImportReport>('/api/v1/imports?async=true', {
        method: 'POST',
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      expect(accepted.status).toBe(202);
      expect(accepted.headers.get('location')).toBe(`/api/v1/imports/${accepted.body.id}`);
      const events = await app.ask<string>(`/api/v1/imports/${accepted.body.id}/events`);
      expect(events.headers.get('content-type')).toContain('text/event-stream');
      expect(events.body).toMatch(/event: done\n[^]*"state":"applied"/);
    });

    it('gives back what was uploaded, exactly, as JSON and as CSV', async () => {
      const { body } = await app.ask<{ value: number; period: string; time: number }[]>(
        '/api/v1/observations?indicator=metro_length&from=2026-06&to=2026-06',
      );
      expect(body).toMatchObject([{ value: 430, period: '2026-06' }]);
      const text = await app.ask<string>('/api/v1/observations?indicator=metro_length&format=csv');
      expect(text.body).toContain('metro_length,610100,2026-06,430,公里,A');
    });

    it('shows every vintage of a value that was revised', async () => {
      app.setNow('2026-11-23T06:00:00Z');
      await post(csv.replace('430', '432'), { headers: { 'content-type': 'text/csv' } });
      const { body } = await app.ask<{ value: number; knownTo: string | null }[]>(
        '/api/v1/observations/vintages?indicator=metro_length&from=2026-06&to=2026-06',
      );
      expect(body.map(({ value, knownTo }) => [value, knownTo])).toEqual([
        [430, '2026-11-23T06:00:00.000Z'],
        [432, null],
      ]);
    });
  });

  it('keeps a changed target as a new version and the old one for past days', async () => {
    const { body: target } = await app.ask<Record<string, unknown>>('/api/v1/targets/vehicle-output-2035');
    const {
      id: _i,
      version,
      validFrom: _f,
      validTo: _t,
      changedAt: _c,
      changedBy: _b,
      changeReason: _r,
      withdrawn: _w,
      verdict: _v,
      ...plain
    } = target;
    expect(version).toBe(1);
    app.setNow('2026-11-23T07:00:00Z');
    const changed = await app.ask<Record<string, unknown>>('/api/v1/targets/vehicle-output-2035', {
      method: 'PUT',
      body: JSON.stringify({ ...plain, value: '400' }),
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ version: 2, value: '400', changedBy: 'admin-1' });
    const past = await app.ask<Record<string, unknown>>(
      '/api/v1/targets/vehicle-output-2035?asOf=2026-11-01',
    );
    expect(past.body).toMatchObject({ version: 1, value: plain['value'] });
  });

  it('tells its metrics in Prometheus text', async () => {
    const { body } = await app.ask<string>('/metrics');
    expect(body).toMatch(/guanzhong_target_status\{target="international-routes-2020",status="missed"\} 1/);
    expect(body).toMatch(/guanzhong_imports\{state="applied"\} \d+/);
    expect(body).toMatch(/guanzhong_http_request_duration_seconds_count\{method="GET",route="\/health"/);
  });

  it('describes itself as OpenAPI made from the contract, requests and answers', async () => {
    interface Operation {
      parameters?: { name: string }[];
      responses: Record<string, { content?: Record<string, { schema: object }> }>;
    }
    const { body } = await app.ask<{ paths: Record<string, Record<string, Operation>> }>(
      '/api/v1/openapi.json',
    );
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/imports',
        '/api/v1/targets/{code}',
        '/grafana/query',
        '/api/v1/alerts',
      ]),
    );
    const assessments = body.paths['/api/v1/assessments']?.['get'];
    expect(assessments?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['asOf', 'status']),
    );
    const answer = JSON.stringify(assessments?.responses['200']);
    expect(answer).toContain('"achievedShare"');
    expect(JSON.stringify(body.paths['/api/v1/imports']?.['post']?.responses['201'])).toContain(
      '"verdictChanges"',
    );
  });
});

/** Spooled uploads that this process, in which the application runs, holds open. */
function openUploads(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).includes('guanzhong-upload-');
    } catch {
      // Closed between the two calls.
      return false;
    }
  }).length;
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error('It did not come true within 20 s');
    await delay(20);
  }
}
