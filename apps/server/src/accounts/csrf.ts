import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '#contract';

/** The header in which the page shows that it can read what the service told it. */
export const csrfHeader = 'x-csrf-token';

/**
 * What the page is told and another site cannot learn: made from the session's secret, so that nothing needs to be
 * stored and it ends with the session.
 */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('guanzhong csrf token').digest('base64url');
}

/** Whether a request only reads. */
export function onlyReads(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Refuses a request that changes something, is authenticated by the cookie, and does not prove that the page sent it.
 * @throws AppError csrf-token-missing.
 */
export function requireCsrfToken(request: IncomingMessage, sessionSecret: string): void {
  if (onlyReads(request.method)) return;
  refuseOtherSites(request);
  const given = request.headers[csrfHeader];
  const expected = csrfTokenOf(sessionSecret);
  if (typeof given === 'string' && sameText(given, expected)) return;
  throw new AppError(
    'csrf-token-missing',
    'A request that changes something with the cookie of the page needs the header X-CSRF-Token with the csrfToken of GET /api/v1/session. A request with a token of its own needs none.',
  );
}

/**
 * Refuses what another site made the browser send, where the browser says so (over HTTPS it does). Also for the log-in,
 * before there is a session.
 * @throws AppError csrf-token-missing.
 */
export function refuseOtherSites({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new AppError('csrf-token-missing', 'Another site sent this request; only the page itself may.');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
