import type {
  Account,
  FirstPassword,
  ListedSession,
  NewTokenAnswer,
  Problem,
  Session,
  Token,
} from '#contract';
import { PageClient } from './page-client.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const own = 'ein Satz als Passwort';

let app: TestApplication;
let minutes = 0;
/** Later than anything before; what was counted against somebody an hour ago is forgotten. */
const passTime = (count: number) => {
  minutes += count;
  app.setNow(new Date(Date.UTC(2026, 10, 23) + minutes * 60_000).toISOString());
};

beforeAll(async () => {
  app = await startTestApplication();
});
beforeEach(() => passTime(120));
afterAll(() => app.close());

let made = 0;
/** A new account whose first password was changed already, and a browser that is logged in as it. */
async function person(role: string, organisations: string[] | null = null) {
  made += 1;
  const name = `person-${made}`;
  const first = await addAccount({ name, displayName: `第${made}人`, role, organisations });
  const page = new PageClient(app);
  await page.logIn({ name, password: first.body.password });
  const changed = await page.send<Session>('PUT', '/api/v1/own-account/password', {
    current: first.body.password,
    next: own,
  });
  expect(changed.body).toMatchObject({ mustChangePassword: false });
  page.csrfToken = changed.body.csrfToken;
  return { name, page };
}

const addAccount = (account: object) =>
  app.ask<FirstPassword & Problem>('/api/v1/accounts', { method: 'POST', body: JSON.stringify(account) });
const audit = async (filter: string) =>
  (
    await app.ask<{ who: string; action: string; subject: string; details: Record<string, unknown> }[]>(
      `/api/v1/audit?${filter}`,
    )
  ).body;

describe('the first log-in', () => {
  it('can do nothing but change the password, and then everything', async () => {
    const { body, status } = await addAccount({
      name: 'wangfang',
      displayName: '王芳',
      role: 'viewer',
      organisations: null,
    });
    expect(status).toBe(201);
    expect(body.account).toMatchObject({ name: 'wangfang', mustChangePassword: true, lastLogInAt: null });
    const page = new PageClient(app);
    const logIn = await page.logIn({ name: ' WangFang ', password: body.password });
    expect(logIn.body).toMatchObject({ kind: 'account', displayName: '王芳', mustChangePassword: true });
    for (const path of [
      '/api/v1/plan',
      '/api/v1/own-account',
      '/metrics',
      '/api/v1/openapi.json',
      '/api/docs',
    ])
      expect((await page.ask<Problem>(path)).body.code).toBe('password-change-needed');

    const change = (next: string, current = body.password) =>
      page.send<Session & Problem>('PUT', '/api/v1/own-account/password', { current, next });
    expect((await change('short')).body.code).toBe('weak-password');
    expect((await change('password1234')).body.code).toBe('weak-password');
    expect((await change('wangfang2026')).body.code).toBe('weak-password');
    expect((await change(body.password)).body.code).toBe('weak-password');
    expect((await change(own, 'not the first one')).body.code).toBe('wrong-password');
    const before = page.cookies.get('guanzhong_session');
    const changed = await change(own);
    expect(changed.body).toMatchObject({ mustChangePassword: false });
    expect(page.cookies.get('guanzhong_session')).not.toBe(before);
    expect((await page.ask('/api/v1/plan')).status).toBe(200);
    expect((await new PageClient(app).logIn({ name: 'wangfang', password: body.password })).status).toBe(401);
    expect((await new PageClient(app).logIn({ name: 'wangfang', password: own })).status).toBe(200);
  });

  it('needs a name that nobody has, organisations that there are, and a role that has them', async () => {
    const account = { name: 'twice', displayName: 'x', role: 'uploader', organisations: ['xian-government'] };
    expect((await addAccount(account)).status).toBe(201);
    expect((await addAccount(account)).body.code).toBe('conflict');
    expect((await addAccount({ ...account, name: 'admin-1' })).body.code).toBe('conflict');
    expect((await addAccount({ ...account, name: 'a', organisations: ['nowhere'] })).body.code).toBe(
      'unknown-name',
    );
    expect((await addAccount({ ...account, name: 'a', organisations: [] })).body.code).toBe(
      'invalid-request',
    );
    expect((await addAccount({ ...account, name: 'a', role: 'viewer' })).body.code).toBe('invalid-request');
    expect((await addAccount({ ...account, name: '../a' })).body.code).toBe('invalid-request');
  });
});

describe('a log-in that fails', () => {
  it('says the same of a wrong name, a wrong password and a disabled account, and writes no password down', async () => {
    const { name } = await person('viewer');
    const { name: gone } = await person('viewer');
    await app.ask(`/api/v1/accounts/${gone}`, {
      method: 'PUT',
      body: JSON.stringify({ displayName: 'x', role: 'viewer', organisations: null, disabled: true }),
    });
    const answers = [
      await new PageClient(app).logIn({ name, password: 'wrong-password-typed' }),
      await new PageClient(app).logIn({ name: 'my-password-typed-here', password: own }),
      await new PageClient(app).logIn({ name: gone, password: own }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const { headers } of answers) expect(headers.getSetCookie()).toEqual([]);
    const failed = await audit('action=log-in-failed&limit=3');
    expect(failed.map(({ who, details }) => [who, details['reason']])).toEqual([
      [gone, 'disabled'],
      ['unknown', 'unknown-account'],
      [name, 'wrong-password'],
    ]);
    expect(JSON.stringify(await audit('limit=1000'))).not.toMatch(/typed|argon2/);
  });

  it('takes as much work for a name that there is not', async () => {
    const { name } = await person('viewer');
    // Of the processor, not of the clock: a busy machine makes both wait.
    const work = async (given: { name: string; password: string }) => {
      const begun = process.cpuUsage();
      await new PageClient(app).logIn(given);
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    };
    const least = { known: Infinity, unknown: Infinity };
    for (let round = 0; round < 4; round += 1) {
      least.known = Math.min(least.known, await work({ name, password: 'wrong' }));
      least.unknown = Math.min(least.unknown, await work({ name: `nobody-${round}`, password: 'wrong' }));
    }
    // Without the hashing the unknown name would take a small part of that.
    expect(least.unknown).toBeGreaterThan(least.known / 2);
    expect(least.known).toBeGreaterThan(least.unknown / 2);
  });

  it('again and again has to wait, longer every time, and says how long; the right password then too', async () => {
    const { name } = await person('viewer');
    const stranger = new PageClient(app);
    for (let time = 0; time < 5; time += 1)
      expect((await stranger.logIn({ name, password: 'guess' })).status).toBe(401);
    const refused = await stranger.logIn({ name, password: own });
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'too-many-requests',
      '10',
    ]);
    passTime(0.2);
    expect((await stranger.logIn({ name, password: own })).status).toBe(200);
  });

  it('by others does not keep out who has logged in from this browser before', async () => {
    const { name, page } = await person('viewer');
    const stranger = new PageClient(app);
    for (let time = 0; time < 9; time += 1) await stranger.logIn({ name, password: 'guess' });
    expect((await stranger.logIn({ name, password: own })).status).toBe(429);
    await page.send('DELETE', '/api/v1/session');
    expect((await page.logIn({ name, password: own })).status).toBe(200);
  });

  it('of an account is forgiven by an administrator', async () => {
    const { name } = await person('viewer');
    for (let time = 0; time < 6; time += 1) await new PageClient(app).logIn({ name, password: 'guess' });
    expect((await new PageClient(app).logIn({ name, password: own })).status).toBe(429);
    expect((await app.ask(`/api/v1/accounts/${name}/unlock`, { method: 'POST' })).status).toBe(204);
    expect((await new PageClient(app).logIn({ name, password: own })).status).toBe(200);
  });

  it('with tokens again and again has to wait by address', async () => {
    const stranger = new PageClient(app);
    for (let time = 0; time < 30; time += 1)
      expect((await stranger.logIn({ token: `gzm_guess-${time}` })).status).toBe(401);
    expect((await stranger.logIn({ token: await app.token('viewer') })).status).toBe(429);
    passTime(1);
    expect((await stranger.logIn({ token: await app.token('viewer') })).status).toBe(200);
  });
});

describe('a session', () => {
  it('needs what only the page knows for everything that changes something, and nothing for reading', async () => {
    const { page } = await person('uploader');
    const token = page.csrfToken;
    const change = () =>
      page.ask<Problem>('/api/v1/imports?dryRun=true', {
        method: 'POST',
        body: 'a,b\n',
        headers: { 'content-type': 'text/csv' },
      });
    for (const wrong of [null, '', 'guess', `${token}x`]) {
      page.csrfToken = wrong;
      const refused = await change();
      expect([refused.status, refused.body.code]).toEqual([403, 'csrf-token-missing']);
      expect((await page.send<Problem>('DELETE', '/api/v1/session')).body.code).toBe('csrf-token-missing');
      expect((await page.ask('/api/v1/plan')).status).toBe(200);
    }
    page.csrfToken = token;
    expect((await change()).status).not.toBe(403);
    // Another session's token is no better than a guess.
    const { page: other } = await person('uploader');
    page.csrfToken = other.csrfToken;
    expect((await change()).status).toBe(403);
  });

  it('is never what a form or a script of another site can use or begin', async () => {
    const { page, name } = await person('uploader');
    const cross = { 'sec-fetch-site': 'cross-site' };
    const changed = await page.ask<Problem>('/api/v1/session', { method: 'DELETE', headers: cross });
    expect(changed.body.code).toBe('csrf-token-missing');
    const given = JSON.stringify({ name, password: own });
    const stranger = new PageClient(app);
    expect(
      (await stranger.ask('/api/v1/session', { method: 'POST', body: given, headers: cross })).status,
    ).toBe(403);
    // What a form can send without asking leave is not read as JSON.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])
      expect(
        (
          await stranger.ask('/api/v1/session', {
            method: 'POST',
            body: given,
            headers: { 'content-type': type },
          })
        ).status,
      ).toBe(400);
    // And leave is not given.
    const preflight = await stranger.ask('/api/v1/session', {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gets a secret of its own at log-in, whatever cookie the browser had', async () => {
    const { name, page } = await person('viewer');
    const planted = new PageClient(app);
    planted.cookies.set('guanzhong_session', 'planted-by-somebody');
    expect((await planted.logIn({ name, password: own })).status).toBe(200);
    expect(planted.cookies.get('guanzhong_session')).not.toBe('planted-by-somebody');
    // A session that somebody else began, planted: it ends at the log-in, and is never the victim's.
    const theirs = page.cookies.get('guanzhong_session')!;
    const victim = await person('admin');
    victim.page.cookies.set('guanzhong_session', theirs);
    await victim.page.logIn({ name: victim.name, password: own });
    expect(victim.page.cookies.get('guanzhong_session')).not.toBe(theirs);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('is listed where it came from, and ended one by one or everywhere, by its owner only', async () => {
    const { name, page } = await person('viewer');
    const second = new PageClient(app);
    await second.logIn({ name, password: own });
    const list = async () => (await page.ask<ListedSession[]>('/api/v1/own-account/sessions')).body;
    const listed = await list();
    expect(listed.map(({ current }) => current)).toEqual([false, true]);
    expect(JSON.stringify(listed)).not.toContain(page.cookies.get('guanzhong_session'));
    const other = await person('viewer');
    const end = (from: PageClient) => from.send('DELETE', `/api/v1/own-account/sessions/${listed[0]!.id}`);
    expect((await end(other.page)).status).toBe(404);
    expect((await end(page)).status).toBe(204);
    expect((await second.ask('/api/v1/session')).status).toBe(401);
    expect((await page.send('DELETE', '/api/v1/own-account/sessions')).body).toEqual({ ended: 1 });
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('ends when it is not used for an hour, and after twelve in any case', async () => {
    const { page } = await person('viewer');
    for (let time = 0; time < 12; time += 1) {
      passTime(59);
      expect([time, (await page.ask('/api/v1/session')).status]).toEqual([time, 200]);
    }
    passTime(59);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    const { page: idle } = await person('viewer');
    passTime(61);
    expect((await idle.ask('/api/v1/session')).status).toBe(401);
  });

  it.each([
    ['the role changes', { role: 'uploader' }],
    ['the account is disabled', { disabled: true }],
  ])('ends when %s', async (_what, change) => {
    const { name, page } = await person('viewer');
    const settings = { displayName: 'x', role: 'viewer', organisations: null, disabled: false };
    const answer = await app.ask(`/api/v1/accounts/${name}`, {
      method: 'PUT',
      body: JSON.stringify({ ...settings, ...change }),
    });
    expect(answer.status).toBe(200);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('is disabled for good, though another administrator saves what they had read before', async () => {
    const { name, page } = await person('viewer');
    const put = (body: object) =>
      app.ask<Account & Problem>(`/api/v1/accounts/${name}`, { method: 'PUT', body: JSON.stringify(body) });
    const { body: accounts } = await app.ask<Account[]>('/api/v1/accounts');
    const { displayName } = accounts.find((one) => one.name === name)!;
    const was = { displayName, role: 'viewer', organisations: null, disabled: false };
    expect((await put({ ...was, disabled: true, was })).status).toBe(200);
    const late = await put({ ...was, displayName: '另一个名字', was });
    expect([late.status, late.body.code, late.body.detail]).toEqual([
      409,
      'conflict',
      expect.stringContaining(`changed the account ${name} meanwhile`),
    ]);
    expect(late.body.errors?.map(({ path }) => path)).toEqual(['disabled']);
    const { body: now } = await app.ask<Account[]>('/api/v1/accounts');
    const stored = now.find((one) => one.name === name);
    expect(stored).toMatchObject({ displayName, disabledAt: expect.any(String) as unknown });
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    const seen = { ...was, disabled: true };
    expect((await put({ ...seen, displayName: '另一个名字', was: seen })).status).toBe(200);
  });

  it('ends everywhere when an administrator resets the password or ends it', async () => {
    const { name, page } = await person('viewer');
    const reset = await app.ask<FirstPassword>(`/api/v1/accounts/${name}/password-reset`, { method: 'POST' });
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    expect((await page.logIn({ name, password: own })).status).toBe(401);
    expect((await page.logIn({ name, password: reset.body.password })).body.mustChangePassword).toBe(true);
    const [session] = (await app.ask<ListedSession[]>(`/api/v1/accounts/${name}/sessions`)).body;
    const end = () => app.ask(`/api/v1/accounts/${name}/sessions/${session!.id}`, { method: 'DELETE' });
    expect([(await end()).status, (await end()).status]).toEqual([204, 404]);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('of an administrator cannot take their own rights away', async () => {
    const { name, page } = await person('admin');
    const settings = { displayName: 'x', role: 'admin', organisations: null, disabled: false };
    for (const change of [{ role: 'viewer' }, { disabled: true }])
      expect((await page.send('PUT', `/api/v1/accounts/${name}`, { ...settings, ...change })).status).toBe(
        409,
      );
    expect(
      (await page.send('PUT', `/api/v1/accounts/${name}`, { ...settings, displayName: '新' })).status,
    ).toBe(200);
    expect((await page.ask('/api/v1/session')).status).toBe(200);
  });
});

describe('a cookie', () => {
  it('is sent over HTTPS only, and by this very host only, where the public address is https', async () => {
    const secure = await startTestApplication({
      seeds: false,
      environment: { PUBLIC_URL: 'https://monitor.example.gov.cn' },
    });
    const page = new PageClient(secure);
    const answer = await page.logIn({ token: await secure.token('viewer') });
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session'))!;
    expect(cookie).toMatch(/^__Host-guanzhong_session=.*; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await page.ask('/api/v1/session')).status).toBe(200);
    page.cookies.set('guanzhong_session', page.cookies.get('__Host-guanzhong_session')!);
    page.cookies.delete('__Host-guanzhong_session');
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    await secure.close();
  });
});

describe('a token', () => {
  const add = (token: object, from: { token?: string } = {}) =>
    app.ask<NewTokenAnswer & Problem>('/api/v1/tokens', {
      method: 'POST',
      body: JSON.stringify(token),
      ...from,
    });

  it('is shown once, holds for its time, tells its last use, and ends when revoked', async () => {
    const expiresAt = new Date(Date.UTC(2026, 10, 23) + (minutes + 60) * 60_000).toISOString();
    const { body, status } = await add({
      name: 'report-job',
      role: 'viewer',
      organisations: null,
      expiresAt,
    });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^gzm_/);
    const ask = () => app.ask('/api/v1/plan', { token: body.secret });
    const listed = async () =>
      (await app.ask<Token[]>('/api/v1/tokens')).body.find(({ name }) => name === 'report-job')!;
    expect((await listed()).lastUsedAt).toBeNull();
    expect((await ask()).status).toBe(200);
    const used = (await listed()).lastUsedAt;
    expect(used).not.toBeNull();
    passTime(0.5);
    await ask();
    expect((await listed()).lastUsedAt).toBe(used);
    passTime(1);
    await app.ask('/grafana/query', { method: 'POST', token: body.secret, body: '{}' });
    expect((await listed()).lastUsedAt).not.toBe(used);
    expect(JSON.stringify(await listed())).not.toContain(body.secret);
    passTime(60);
    expect((await ask()).status).toBe(401);
    const query = await app.ask('/grafana/query', { method: 'POST', token: body.secret, body: '{}' });
    expect(query.status).toBe(401);
    expect(
      (await add({ name: 'report-job', role: 'viewer', organisations: null, expiresAt: null })).status,
    ).toBe(409);

    const lasting = await add({ name: 'lasting', role: 'viewer', organisations: null, expiresAt: null });
    const page = new PageClient(app);
    await page.logIn({ token: lasting.body.secret });
    expect((await app.ask('/api/v1/tokens/lasting', { method: 'DELETE' })).status).toBe(204);
    expect((await app.ask('/api/v1/plan', { token: lasting.body.secret })).status).toBe(401);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    expect((await app.ask('/api/v1/tokens/lasting', { method: 'DELETE' })).status).toBe(404);
  });

  it('cannot have expired already, or be for organisations that there are not', async () => {
    const token = { name: 'new', role: 'uploader', organisations: null, expiresAt: null };
    expect((await add({ ...token, expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await add({ ...token, organisations: ['nowhere'] })).status).toBe(400);
    expect((await add({ ...token, role: 'admin', organisations: ['xian-government'] })).status).toBe(400);
  });

  it('of several organisations uploads for each of them, in their areas, and for no other', async () => {
    const { body } = await add({
      name: 'two-bureaus',
      role: 'uploader',
      organisations: ['shaanxi-forestry', 'xian-government'],
      expiresAt: null,
    });
    const codes = async (rows: string) => {
      const answer = await app.ask<{ rejections: { column: string; code: string }[] }>(
        '/api/v1/imports?dryRun=true',
        {
          method: 'POST',
          token: body.secret,
          headers: { 'content-type': 'text/csv' },
          body: `indicator,ref_area,time_period,obs_value\n${rows}\n`,
        },
      );
      return answer.body.rejections.map(({ column, code }) => `${column} ${code}`);
    };
    expect(await codes('forest_coverage,610000,2024,45\nmetro_length,610100,2026-06,430')).toEqual([]);
    expect(await codes('metro_length,610300,2026-06,430')).toEqual(['ref_area not-permitted']);
    expect(await codes('international_routes,610100,2025,95')).toEqual(['indicator not-permitted']);
  });
});

describe('the record', () => {
  it('has every change of accounts and tokens, who did it, and no secret', async () => {
    const secrets: string[] = [];
    const first = await addAccount({
      name: 'recorded',
      displayName: '记录',
      role: 'viewer',
      organisations: null,
    });
    secrets.push(first.body.password);
    const page = new PageClient(app);
    await page.logIn({ name: 'recorded', password: first.body.password });
    const changed = await page.send<Session>('PUT', '/api/v1/own-account/password', {
      current: first.body.password,
      next: own,
    });
    page.csrfToken = changed.body.csrfToken;
    secrets.push(own, page.cookies.get('guanzhong_session')!, page.cookies.get('guanzhong_device')!);
    await app.ask('/api/v1/accounts/recorded', {
      method: 'PUT',
      body: JSON.stringify({ displayName: '记录', role: 'viewer', organisations: null, disabled: false }),
    });
    await page.send('DELETE', '/api/v1/session');
    const entries = await audit(`text=recorded`);
    expect(entries.map(({ who, action }) => `${who} ${action}`)).toEqual([
      'admin-1 change-account',
      'recorded change-password',
      'admin-1 add-account',
    ]);
    expect((await audit('who=recorded')).map(({ action }) => action)).toEqual([
      'log-out',
      'change-password',
      'log-in',
    ]);
    const everything = JSON.stringify(await audit('limit=1000'));
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('is exported as CSV with the same filters, safe from formulas', async () => {
    await addAccount({
      name: 'formula',
      displayName: '=HYPERLINK("http://evil")',
      role: 'viewer',
      organisations: null,
    });
    await new PageClient(app).ask('/api/v1/session', {
      method: 'POST',
      body: JSON.stringify({ token: 'x' }),
      headers: { 'user-agent': '=cmd|calc' },
    });
    const { body, headers } = await app.ask<string>('/api/v1/audit.csv');
    expect(headers.get('content-disposition')).toContain('attachment; filename=audit.csv');
    for (const cell of body.split(/,|\r\n/)) expect(cell.replace(/^\uFEFF?"?/, '')).not.toMatch(/^[=+@\t]/);
    const some = await app.ask<string>('/api/v1/audit.csv?action=add-account&text=formula');
    expect(some.body.trim().split('\r\n')).toHaveLength(2);
    expect((await app.ask('/api/v1/audit?from=2026-11-23&to=2026-11-23&limit=1')).body).toHaveLength(1);
    expect((await app.ask('/api/v1/audit?from=2030-01-01')).body).toEqual([]);
    expect((await app.ask('/api/v1/audit?from=soon')).status).toBe(400);
  });
});
