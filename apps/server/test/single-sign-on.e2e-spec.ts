import type { Account, LogInWays, LogOut, Session } from '#contract';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.js';
import { PageClient } from './page-client.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const publicUrl = 'http://monitor.test:3000';
const begin = '/api/v1/session/oidc';

let provider: IdentityProvider;
let app: TestApplication;

const environment = () => ({
  PUBLIC_URL: publicUrl,
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: 'monitor',
  OIDC_CLIENT_SECRET: 'a-secret-of-the-client',
  OIDC_LABEL: '省统一身份认证',
  OIDC_ROLES: 'monitor-admins=admin,statistics=uploader,readers=viewer',
  OIDC_ORGANISATION_CLAIM: 'department',
  OIDC_ORGANISATIONS: '西安市=xian-government',
});

beforeAll(async () => {
  provider = await startIdentityProvider({
    client_id: 'monitor',
    client_secret: 'a-secret-of-the-client',
    redirect_uris: [`${publicUrl}/api/v1/session/oidc/callback`],
    post_logout_redirect_uris: [`${publicUrl}/log-in`],
  });
  provider.people.set('a1', { name: '王芳', preferred_username: 'WangFang', groups: ['monitor-admins'] });
  provider.people.set('b2', {
    name: '李强',
    preferred_username: 'li qiang@省',
    groups: ['statistics'],
    department: '西安市',
  });
  provider.people.set('c3', { name: 'Nobody', preferred_username: 'nobody', groups: ['canteen'] });
  app = await startTestApplication({ environment: environment() });
});
afterAll(async () => {
  await app?.close();
  await provider?.close();
});

const ask = (page: PageClient, path: string) => page.ask(path, { redirect: 'manual' });

/** Goes to the provider and comes back; answers where the page ends up. */
async function logIn(page: PageClient, who: string, to = '/imports'): Promise<string | null> {
  const away = await ask(page, `${begin}?to=${encodeURIComponent(to)}`);
  expect(away.status).toBe(302);
  const back = await provider.logIn(away.headers.get('location')!, who);
  return (await ask(page, back.pathname + back.search)).headers.get('location');
}

const session = async (page: PageClient) => {
  const { body } = await page.ask<Session>('/api/v1/session');
  page.csrfToken = body.csrfToken;
  return body;
};
const accounts = async () => (await app.ask<Account[]>('/api/v1/accounts')).body;

describe('single sign-on', () => {
  it('is offered where it is set up, and goes out with PKCE, state and nonce', async () => {
    const { body } = await app.ask<LogInWays>('/api/v1/session/ways', { token: null });
    expect(body.singleSignOn).toEqual({ label: '省统一身份认证', address: begin });
    const page = new PageClient(app);
    const away = new URL((await ask(page, begin)).headers.get('location')!);
    expect(Object.fromEntries(away.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${publicUrl}/api/v1/session/oidc/callback`,
      state: expect.stringMatching(/.{20}/) as unknown,
      nonce: expect.stringMatching(/.{20}/) as unknown,
      code_challenge: expect.stringMatching(/.{20}/) as unknown,
    });
  });

  it('makes an account of somebody new, with the role that the claims give, and finds it again', async () => {
    const page = new PageClient(app);
    expect(await logIn(page, 'a1')).toBe('/imports');
    expect(await session(page)).toMatchObject({
      name: 'wangfang',
      displayName: '王芳',
      kind: 'account',
      role: 'admin',
      mustChangePassword: false,
    });
    expect(page.cookies.has('guanzhong_oidc')).toBe(false);
    await logIn(new PageClient(app), 'a1');
    expect((await accounts()).filter(({ displayName }) => displayName === '王芳')).toHaveLength(1);
  });

  it('binds an uploader to organisations, and follows the provider at the next log-in', async () => {
    const page = new PageClient(app);
    await logIn(page, 'b2');
    expect(await session(page)).toMatchObject({
      name: 'li-qiang',
      role: 'uploader',
      organisation: 'xian-government',
    });
    provider.people.set('b2', { name: '李强', preferred_username: 'x', groups: ['readers'] });
    const again = new PageClient(app);
    await logIn(again, 'b2');
    expect(await session(again)).toMatchObject({ name: 'li-qiang', role: 'viewer', organisation: null });
    // What the earlier log-in might do has ended with it.
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('refuses somebody to whom the claims give nothing, says so, and writes it down', async () => {
    const page = new PageClient(app);
    expect(await logIn(page, 'c3')).toBe('/log-in?refused=single-sign-on');
    expect((await page.ask('/api/v1/session')).status).toBe(401);
    expect((await accounts()).some(({ displayName }) => displayName === 'Nobody')).toBe(false);
    const { body } = await app.ask<{ details: object }[]>('/api/v1/audit?action=log-in-refused');
    expect(body[0]!.details).toMatchObject({ subject: 'c3' });
  });

  it('makes a viewer of them where the settings say so', async () => {
    const open = await startTestApplication({
      seeds: false,
      environment: { ...environment(), OIDC_UNKNOWN_USER: 'viewer' },
    });
    const page = new PageClient(open);
    await logIn(page, 'c3');
    expect(await session(page)).toMatchObject({ name: 'nobody', role: 'viewer' });
    await open.close();
  });

  it('gives nobody the account of another who happens to have the name', async () => {
    await app.ask('/api/v1/accounts', {
      method: 'POST',
      body: JSON.stringify({ name: 'zhaomin', displayName: '赵敏', role: 'admin', organisations: null }),
    });
    provider.people.set('d4', { name: 'Impostor', preferred_username: 'zhaomin', groups: ['readers'] });
    const page = new PageClient(app);
    await logIn(page, 'd4');
    expect(await session(page)).toMatchObject({ name: 'zhaomin-2', role: 'viewer' });
  });

  it('lets nobody in whose account was disabled here', async () => {
    provider.people.set('e5', { name: 'Gone', preferred_username: 'gone', groups: ['readers'] });
    await logIn(new PageClient(app), 'e5');
    const settings = { displayName: 'Gone', role: 'viewer', organisations: null, disabled: true };
    await app.ask('/api/v1/accounts/gone', { method: 'PUT', body: JSON.stringify(settings) });
    expect(await logIn(new PageClient(app), 'e5')).toBe('/log-in?refused=single-sign-on');
  });

  it('takes no answer that was not asked for in this browser, nor one twice', async () => {
    const [mine, theirs] = [new PageClient(app), new PageClient(app)];
    const away = await ask(theirs, begin);
    const back = await provider.logIn(away.headers.get('location')!, 'a1');
    const finish = (page: PageClient) => ask(page, back.pathname + back.search);
    const refused = '/log-in?refused=single-sign-on';
    // A browser that began nothing, and one that began something else: log-in CSRF.
    expect((await finish(mine)).headers.get('location')).toBe(refused);
    await ask(mine, begin);
    expect((await finish(mine)).headers.get('location')).toBe(refused);
    const journey = theirs.cookies.get('guanzhong_oidc')!;
    expect((await finish(theirs)).headers.get('location')).toBe('/');
    theirs.cookies.set('guanzhong_oidc', journey);
    expect((await finish(theirs)).headers.get('location')).toBe(refused);
    theirs.cookies.set('guanzhong_oidc', 'rubbish');
    expect((await finish(theirs)).headers.get('location')).toBe(refused);
  });

  it.each(['https://evil.example/', '//evil.example', String.raw`/\evil.example`, 'javascript:alert(1)'])(
    'never leads away to %s',
    async (to) => {
      expect(await logIn(new PageClient(app), 'a1', to)).toBe('/');
    },
  );

  it('logs out at the provider too', async () => {
    const page = new PageClient(app);
    await logIn(page, 'a1');
    await session(page);
    const { status, body } = await page.send<LogOut>('DELETE', '/api/v1/session');
    expect(status).toBe(200);
    const address = new URL(body.endSessionAt);
    expect(address.origin).toBe(provider.issuer);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/log-in`);
    expect((await fetch(address)).status).toBe(200);
    expect((await page.ask('/api/v1/session')).status).toBe(401);
  });

  it('has no password that could be set, and no rights that could be changed here', async () => {
    const settings = { displayName: '王芳', role: 'viewer', organisations: null, disabled: false };
    const changed = await app.ask('/api/v1/accounts/wangfang', {
      method: 'PUT',
      body: JSON.stringify(settings),
    });
    expect(changed.status).toBe(409);
    expect((await app.ask('/api/v1/accounts/wangfang/password-reset', { method: 'POST' })).status).toBe(409);
    expect((await new PageClient(app).logIn({ name: 'wangfang', password: 'x'.repeat(12) })).status).toBe(
      401,
    );
  });

  it('is not there unless it is set up, and says when the provider is away', async () => {
    const without = await startTestApplication({ seeds: false });
    expect((await without.ask(begin, { token: null })).status).toBe(404);
    await without.close();
    const away = await startTestApplication({
      seeds: false,
      environment: { ...environment(), OIDC_ISSUER: 'http://127.0.0.1:9' },
    });
    expect((await away.ask(begin, { token: null, redirect: 'manual' })).status).toBe(503);
    await away.close();
  });
});
