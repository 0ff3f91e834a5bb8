import { MetadataScanner } from '@nestjs/core';
import type { Problem, Role } from '#contract';
import { ACCESS, type AccessLevel } from '../src/accounts/access.js';
import { PageClient } from './page-client.js';
import { startTestApplication, type TestApplication } from './test-application.js';

/** What answers beside Nest's controllers: the page and the description of the interface. */
const outsideOfNest: Readonly<Record<string, AccessLevel>> = {
  '/api/docs': 'viewer',
  '/api/docs/': 'viewer',
  '/api/docs/index.html': 'viewer',
  '/api/docs/LICENSE': 'viewer',
  '/api/docs/swagger-ui-init.js': 'viewer',
  '/api/docs/docs/swagger-ui-init.js': 'viewer',
  '/api/v1/openapi.json': 'viewer',
};

/** What somebody without the rights must never get further than: the question who they are, or what they may. */
const refusals = new Set([401, 403]);

interface Route {
  readonly method: string;
  readonly path: string;
}

describe('every route of the application', () => {
  let app: TestApplication;
  let levels: Map<string, AccessLevel | undefined>;
  let routes: Route[];

  beforeAll(async () => {
    app = await startTestApplication({ environment: { ROLES: 'api,worker', UPLOADS_PER_MINUTE: '0' } });
    levels = declaredLevels(app);
    routes = app.routes();
  });
  afterAll(() => app.close());

  const levelOf = ({ method, path }: Route): AccessLevel | undefined =>
    levels.get(`${method} ${path}`) ?? (method === 'GET' ? outsideOfNest[path] : undefined);

  it('says who may call it', () => {
    // There are that many, or the walk has not seen them.
    expect(routes.length).toBeGreaterThan(80);
    expect(routes.filter((route) => levelOf(route) === undefined)).toEqual([]);
    // And the other way round: nothing is declared that Express does not have.
    const served = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect([...levels.keys()].filter((route) => !served.has(route))).toEqual([]);
  });

  it('is public only where nobody can be logged in yet', () => {
    const open = routes.filter((route) => levelOf(route) === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'DELETE /api/v1/session',
      'GET /api/v1/session/oidc',
      'GET /api/v1/session/oidc/callback',
      'GET /api/v1/session/ways',
      'GET /health',
      'POST /api/v1/session',
    ]);
  });

  it('that administrators alone may call is a change of what all see, or what they alone may know', () => {
    const changes = routes.filter(({ method }) => !['GET', 'HEAD'].includes(method));
    // Whoever may only read changes nothing but what is their own.
    const byViewers = changes.filter((route) => levelOf(route) === 'viewer').map(({ path }) => path);
    expect([...new Set(byViewers)].toSorted()).toEqual(
      expect.not.arrayContaining(['/api/v1/imports', '/api/v1/accounts', '/api/v1/tokens']),
    );
    for (const path of byViewers)
      expect(path).toMatch(/^\/(?:api\/v1\/(?:own-account|targets\/:code\/what-if)|grafana)/);
  });

  /** Asks as somebody, with names in the path that nothing has. */
  async function ask({ method, path }: Route, headers: Record<string, string>) {
    const address = path.replaceAll(/[{}]/g, '').replaceAll(/[:*]\w+/g, '99999999');
    const answer = await app.ask<Problem>(address, {
      method,
      token: null,
      headers: { 'content-type': 'application/json', ...headers },
      ...(['GET', 'HEAD'].includes(method) ? {} : { body: '{}' }),
    });
    return { status: answer.status, code: answer.body?.code };
  }

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('asks somebody without a token who they are', async () => {
    for (const route of routes) {
      const isOpen = levelOf(route) === 'public';
      for (const headers of [{}, bearer('gzm_wrong'), { cookie: 'guanzhong_session=wrong' }]) {
        const { status } = await ask(route, headers);
        const expected = isOpen ? !refusals.has(status) || route.path === '/api/v1/session' : status === 401;
        expect([route, status, expected]).toEqual([route, status, true]);
      }
    }
  });

  it.each<[string, Role, string | undefined]>([
    ['a viewer', 'viewer', undefined],
    ['an uploader of another organisation', 'uploader', 'shaanxi-drc'],
    ['an administrator', 'admin', undefined],
  ])('lets %s through as far as declared, and no further', async (_who, role, organisation) => {
    const token = await app.token(role, organisation);
    const ranks: Record<AccessLevel, number> = { public: 0, viewer: 1, uploader: 2, admin: 3 };
    for (const route of routes) {
      const { status, code } = await ask(route, bearer(token));
      if (ranks[levelOf(route)!] > ranks[role])
        expect([route, status, code]).toEqual([route, 403, 'not-permitted']);
      else expect([route, refusals.has(status) && code === 'not-permitted']).toEqual([route, false]);
      // Whatever was asked, it is answered: a request is never the service's own fault.
      expect([route, status]).not.toEqual([route, 500]);
    }
  });

  it('that changes something takes no cookie without the proof that the page sent it', async () => {
    const page = new PageClient(app);
    await page.logIn({ token: await app.token('admin') });
    const cookie = { cookie: page.cookie };
    for (const route of routes.filter(({ method, path }) => method !== 'GET' && path !== '/api/v1/session')) {
      const { status, code } = await ask(route, cookie);
      expect([route, status, code]).toEqual([route, 403, 'csrf-token-missing']);
    }
  });

  it('is found however its path is written, and guarded then too', async () => {
    for (const path of [
      '/API/V1/PLAN',
      '/api/v1/plan/',
      '/Api/Docs',
      '/api/docs/',
      '/API/v1/openapi.JSON',
      '/METRICS',
    ])
      expect([path, (await app.ask(path, { token: null })).status]).toEqual([path, 401]);
  });

  it('of an uploader refuses what is another organisation’s, whole', async () => {
    const token = await app.token('uploader', 'shaanxi-drc');
    const answer = await app.ask<{ rejections: { code: string }[]; rows: { inserted: number } }>(
      '/api/v1/imports',
      {
        method: 'POST',
        token,
        headers: { 'content-type': 'text/csv' },
        body: 'indicator,ref_area,time_period,obs_value\nmetro_length,610100,2026-06,430\n',
      },
    );
    expect(answer.status).toBe(422);
    expect(answer.body.rejections.map(({ code }) => code)).toEqual(['not-permitted']);
    expect(answer.body.rows.inserted).toBe(0);
  });
});

/** Of every handler of every controller that runs: its method and path, and what it says of access. */
function declaredLevels({ modules }: TestApplication): Map<string, AccessLevel | undefined> {
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD'];
  const scanner = new MetadataScanner();
  const levels = new Map<string, AccessLevel | undefined>();
  for (const { controllers } of modules.values())
    for (const { metatype } of controllers.values()) {
      const controller = metatype as new () => object;
      const of = (key: string, on: object): unknown => Reflect.getMetadata(key, on);
      const prototype = controller.prototype as Record<string, object>;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name]!;
        const own = of('path', handler);
        if (own === undefined) continue;
        const level = (of(ACCESS, handler) ?? of(ACCESS, controller)) as AccessLevel | undefined;
        for (const base of [of('path', controller)].flat())
          for (const path of [own].flat())
            levels.set(
              `${methods[of('method', handler) as number]} ${joined(String(base), String(path))}`,
              level,
            );
      }
    }
  return levels;
}

function joined(base: string, path: string): string {
  return `/${[base, path]
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}
