import type { LogIn, Problem, Session } from '#contract';
import { csrfHeader } from '../src/accounts/csrf.js';
import type { TestApplication } from './test-application.js';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** A browser as far as the service sees one: it keeps cookies, and sends what the page was told. */
export class PageClient {
  readonly cookies = new Map<string, string>();
  csrfToken: string | null = null;

  constructor(private readonly app: TestApplication) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async ask<T = unknown>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const answer = await this.app.ask<T>(path, {
      ...init,
      token: null,
      headers: {
        ...(this.cookies.size > 0 && { cookie: this.cookie }),
        ...(this.csrfToken !== null && { [csrfHeader]: this.csrfToken }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, decodeURIComponent(value));
    }
    return answer;
  }

  send<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.ask<T>(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  async logIn(given: LogIn): Promise<Answer<Session & Problem>> {
    const answer = await this.send<Session & Problem>('POST', '/api/v1/session', given);
    if (answer.status === 200) this.csrfToken = answer.body.csrfToken;
    return answer;
  }
}
