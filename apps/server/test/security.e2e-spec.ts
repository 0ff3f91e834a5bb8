import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { FirstPassword, ImportReport, NewTokenAnswer, Problem } from '#contract';
import { PageClient } from './page-client.js';
import { addressOf, startServer, stopAll } from './service-process.js';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(async () => {
  await app.close();
  await stopAll();
});

const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
const header = 'indicator,ref_area,time_period,obs_value,comment';
const upload = (body: string, query = '', name = 'a.csv') => {
  const form = new FormData();
  form.append('file', new Blob([body]), name);
  return app.ask<ImportReport>(`/api/v1/imports?${query}`, { method: 'POST', body: form });
};

describe('headers', () => {
  it('let a page run its own scripts only, be framed by nobody else, and send no path elsewhere', async () => {
    for (const path of ['/health', '/api/v1/plan', '/grafana/query', '/nothing']) {
      const { headers } = await app.ask(
        path,
        path === '/grafana/query' ? { method: 'POST', body: '{}' } : {},
      );
      const policy = headers.get('content-security-policy') ?? '';
      const directives = Object.fromEntries(
        policy.split(';').map((directive) => {
          const [name, ...sources] = directive.trim().split(' ');
          return [name, sources.join(' ')];
        }),
      );
      expect([path, directives]).toMatchObject([
        path,
        {
          'default-src': "'self'",
          'script-src': "'self'",
          'script-src-attr': "'none'",
          'connect-src': "'self'",
          'object-src': "'none'",
          'base-uri': "'none'",
          'form-action': "'self'",
          'frame-ancestors': "'self'",
        },
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('markup in texts of people', () => {
  it('comes back as data that no browser takes for a page', async () => {
    const { status } = await upload(
      `${header}\nmetro_length,610100,2026-06,430,"${evil.replaceAll('"', '""')}"\n`,
      '',
      `${evil}.csv`,
    );
    expect(status).toBe(201);
    const answers = [
      await app.ask('/api/v1/imports'),
      await app.ask('/api/v1/observations/vintages?indicator=metro_length&from=2026-06'),
      await app.ask('/api/v1/observations?indicator=metro_length&format=csv'),
      await app.ask(`/api/v1/targets/${encodeURIComponent(evil)}`),
      await app.ask(`/api/v1/observations?indicator=${encodeURIComponent(evil)}`),
      await app.ask(`/${encodeURIComponent(evil)}`),
    ];
    for (const { headers } of answers) {
      expect(headers.get('content-type')).toMatch(
        /^(?:application\/(?:problem\+)?json|text\/csv); charset=utf-8$/,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('formulas in texts of people', () => {
  const formulas = ['=HYPERLINK("http://evil")', '+1+cmd|calc', '-2+3', '@SUM(1)', '\t=1', '＝1+1'];
  /** What a spreadsheet would do with the text of a CSV: its cells without their quotes. */
  const cellsOf = (csv: string) =>
    [...csv.replace(/^\uFEFF/, '').matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)].map(
      ([, quoted, bare]) => (quoted?.replaceAll('""', '"') ?? bare)!,
    );
  const isFormula = (cell: string) => /^[=+@\t＝＋＠]/.test(cell) || /^-(?!\d+(?:\.\d+)?$)/.test(cell);

  it('are texts at every exit', async () => {
    const rows = formulas.map(
      (formula, at) => `metro_length,610100,2026-0${at + 1},${430 + at},"${formula.replaceAll('"', '""')}"`,
    );
    const { body, status } = await upload([header, ...rows, ''].join('\n'), '', '=1+1.csv');
    expect([status, body.rejections]).toEqual([201, []]);
    const refused = await upload(
      formulas
        .map((formula) => `"${formula.replaceAll('"', '""')}",610100,2026-01,1,`)
        .reduce((all, row) => `${all}${row}\n`, `${header}\n`),
    );
    expect(refused.status).toBe(422);
    const exits = [
      `/api/v1/imports/${refused.body.id}/rejections.csv`,
      '/api/v1/observations?indicator=metro_length&format=csv',
      '/api/v1/observations?indicator=metro_length&format=csv&pivot=series',
      '/api/v1/observations?indicator=metro_length&format=sdmx-csv',
      '/api/v1/observations/vintages?indicator=metro_length&format=csv',
      '/api/v1/import-template?organisation=xian-government&format=csv',
      '/api/v1/audit.csv',
    ];
    for (const path of exits) {
      const answer = await app.ask<string>(path);
      expect([path, answer.status]).toEqual([path, 200]);
      if (!/csv/.test(answer.headers.get('content-type') ?? '')) continue;
      expect([path, cellsOf(answer.body).filter(isFormula)]).toEqual([path, []]);
    }
    // And the texts did get there, or nothing was tried.
    expect((await app.ask<string>('/api/v1/audit.csv?action=import')).body).toContain(`=1+1.csv`);
  });
});

describe('names of uploads', () => {
  it.each([
    '../../../../tmp/guanzhong-escaped.csv',
    String.raw`..\..\guanzhong-escaped.csv`,
    '/tmp/guanzhong-escaped.csv',
    'guanzhong-escaped.csv\u0000.xlsx',
    'C:guanzhong-escaped.csv',
  ])('never lead anywhere: %j', async (name) => {
    const before = readdirSync(process.cwd()).length;
    const body = `${header}\nmetro_length,610100,2026-06,430,\n`;
    const form = await upload(body, 'dryRun=true', name);
    const raw = await app.ask<ImportReport>(`/api/v1/imports?dryRun=true&name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
    for (const { status } of [form, raw]) expect([200, 400]).toContain(status);
    expect(existsSync('/tmp/guanzhong-escaped.csv')).toBe(false);
    expect(readdirSync(tmpdir()).filter((file) => file.includes('guanzhong-escaped'))).toEqual([]);
    expect(readdirSync(process.cwd())).toHaveLength(before);
  });

  it('nor do paths of the page', async () => {
    for (const path of [
      '/..%2f..%2fpackage.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
    ])
      expect(JSON.stringify((await app.ask(path)).body)).not.toContain('guanzhong-monitor');
  });
});

describe('limits', () => {
  it('of requests: those who ask too much are told when to come back, others are served', async () => {
    const limited = await startTestApplication({
      seeds: false,
      environment: { REQUESTS_PER_MINUTE: '20', UPLOADS_PER_MINUTE: '3', TRUSTED_PROXIES: 'loopback' },
    });
    const ask = (from: string, path = '/api/v1/plan') =>
      limited.ask<Problem>(path, { headers: { 'x-forwarded-for': from } });
    const statuses = new Set<number>();
    for (let time = 0; time < 20; time += 1) statuses.add((await ask('10.0.0.1')).status);
    expect(statuses).not.toContain(429);
    const refused = await ask('10.0.0.1');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect((await ask('10.0.0.2')).status).not.toBe(429);
    // Whether the service is well is asked whatever else is.
    expect((await ask('10.0.0.1', '/health')).status).toBe(200);
    const statusFrom3 = async (path: string) =>
      (await limited.ask(path, { method: 'POST', body: '{}', headers: { 'x-forwarded-for': '10.0.0.3' } }))
        .status;
    for (const path of ['/api/v1/imports', '/api/v1/imports/', '/API/v1/Imports'])
      expect(await statusFrom3(path)).not.toBe(429);
    expect(await statusFrom3('/api/v1/imports')).toBe(429);
    expect(await statusFrom3('/api/v1/indicators/gdp/values')).toBe(429);
    await limited.close();
  });

  it('are not got round by a header that any client can send', async () => {
    const limited = await startTestApplication({ seeds: false, environment: { REQUESTS_PER_MINUTE: '5' } });
    let last = 0;
    for (let time = 0; time < 6; time += 1)
      last = (await limited.ask('/api/v1/plan', { headers: { 'x-forwarded-for': `10.0.0.${time}` } })).status;
    expect(last).toBe(429);
    await limited.close();
  });

  it('of bodies: more than a megabyte of JSON is refused, but for a catalogue', async () => {
    const body = JSON.stringify({ token: 'x'.repeat(1_100_000) });
    const send = async (path: string, method = 'POST') => (await app.ask(path, { method, body })).status;
    expect(await send('/api/v1/session')).toBe(413);
    expect(await send('/grafana/query')).toBe(413);
    expect(await send('/api/v1/targets/x', 'PUT')).toBe(413);
    expect(await send('/api/v1/catalogue')).not.toBe(413);
  });
});

describe('secrets', () => {
  it('are in no answer but the one that makes them', async () => {
    const account = { name: 'secretive', displayName: 'x', role: 'viewer', organisations: null };
    const { body: first } = await app.ask<FirstPassword>('/api/v1/accounts', {
      method: 'POST',
      body: JSON.stringify(account),
    });
    const { body: token } = await app.ask<NewTokenAnswer>('/api/v1/tokens', {
      method: 'POST',
      body: JSON.stringify({ name: 'secretive-job', role: 'viewer', organisations: null, expiresAt: null }),
    });
    const page = new PageClient(app);
    await page.logIn({ name: 'secretive', password: first.password });
    const secrets = [first.password, token.secret, ...page.cookies.values(), '$argon2id$'];
    const paths = app
      .routes()
      .filter(({ method, path }) => method === 'GET' && !path.includes('events'))
      .map(({ path }) =>
        path
          .replaceAll(/[{}]/g, '')
          .replaceAll(/:name/g, 'secretive')
          .replaceAll(/[:*]\w+/g, '1'),
      );
    for (const path of new Set(paths)) {
      const { body } = await app.ask(path);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      for (const secret of secrets) expect([path, text.includes(secret)]).toEqual([path, false]);
    }
  });

  it('are in no log, whatever is asked with them, right or wrong', async () => {
    const token = 'a-bootstrap-token-for-the-log-test';
    const run = startServer({
      DATABASE_URL: app.databaseUrl,
      ROLES: 'api',
      BOOTSTRAP_ADMIN_TOKEN: token,
    });
    const url = await addressOf(run);
    const send = (path: string, init: RequestInit) => fetch(url + path, init);
    const json = { 'content-type': 'application/json' };
    const password = 'a password typed by somebody';
    await send('/api/v1/session', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: password, password }),
    });
    await send('/api/v1/session', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ token: 'gzm_wrong-secret' }),
    });
    await send('/api/v1/session', {
      method: 'POST',
      headers: json,
      body: `{"name":"x","password":"${password}`,
    });
    const logIn = await send('/api/v1/session', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ token }),
    });
    const cookie = logIn.headers.getSetCookie()[0]!.split(';')[0]!;
    await send('/api/v1/plan', { headers: { cookie } });
    await send('/api/v1/plan?token=gzm_in-the-address', {
      headers: { authorization: 'Bearer gzm_wrong-secret' },
    });
    await send('/api/v1/targets/x', { method: 'PUT', headers: { ...json, cookie }, body: '{}' });
    await stopAll();
    const log = run.output();
    expect(log).toContain('running at');
    for (const secret of [token, password, 'gzm_', cookie.split('=')[1]!]) expect(log).not.toContain(secret);
  });
});
