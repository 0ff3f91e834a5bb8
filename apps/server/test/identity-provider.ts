import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Provider, type ClientMetadata } from 'oidc-provider';

/** A person as the provider knows them. */
export interface Identity {
  readonly name: string;
  readonly preferred_username: string;
  readonly groups?: readonly string[];
  readonly department?: string;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** By what they type as their name at the provider's log-in; may be changed between log-ins. */
  readonly people: Map<string, Identity>;
  /** Goes where the service sent the browser, logs in there, and gives the address that the browser is sent back to. */
  logIn(address: string, who: string): Promise<URL>;
  close(): Promise<void>;
}

/** A real provider of OpenID Connect on this machine, with the log-in and consent pages that it brings along. */
export async function startIdentityProvider(client: ClientMetadata): Promise<IdentityProvider> {
  const people = new Map<string, Identity>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It tells of settings that are for development only, which these are.
  for (const method of ['warn', 'info'] as const)
    jest.spyOn(console, method).mockImplementation(() => undefined);
  const provider = new Provider(issuer, {
    clients: [client],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups', 'department'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['a key for tests'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.get(sub) }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    people,
    logIn: (address, who) => walk(address, who, issuer),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Follows redirects and fills in forms as a browser with one person in front of it. */
async function walk(address: string, who: string, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new URL(address);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 20; step += 1) {
    if (next.origin !== issuer) return next;
    const answer: Response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    form = null;
    const location = answer.headers.get('location');
    if (location !== null) {
      next = new URL(location, next);
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (prompt === undefined || action === undefined)
      throw new Error(`the provider said: ${page.slice(0, 800)}`);
    form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login: who, password: 'x' }) });
    next = new URL(action, next);
  }
  throw new Error('the provider sent the browser round in circles');
}
