/** How a request says who it is. Pure: reads the headers, decides nothing. */

/**
 * The name of the page's cookie. Where it is sent over HTTPS only it has the prefix with which a browser takes it from
 * this very host alone: no neighbour below the same domain can plant one.
 */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-guanzhong_session' : 'guanzhong_session';
}

/** The browser's own secret, by which it is known again; only the log-in gets it. */
export const deviceCookie = 'guanzhong_device';

export type Credential = { readonly kind: 'token' | 'session'; readonly secret: string };

/**
 * `Authorization: Bearer TOKEN`, or Basic with the token as password (Grafana's and curl's habit), or the page's
 * cookie; a header wins over a cookie. Null when there is none or it cannot be read.
 */
export function credentialOf(
  headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined },
  sessionCookie: string,
): Credential | null {
  if ((headers.authorization ?? '').trim() !== '') {
    const secret = tokenOf(headers.authorization);
    return secret === null ? null : { kind: 'token', secret };
  }
  const secret = cookieOf(headers.cookie, sessionCookie);
  return secret === null ? null : { kind: 'session', secret };
}

/** The token in a header `Authorization`; null when there is none or it cannot be read. */
export function tokenOf(authorization: string | undefined): string | null {
  const [scheme, given] = (authorization ?? '').trim().split(/\s+/, 2);
  if (!scheme || !given) return null;
  if (/^bearer$/i.test(scheme)) return given;
  if (!/^basic$/i.test(scheme)) return null;
  const decoded = Buffer.from(given, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : decoded.slice(colon + 1);
}

/** A cookie's value; null when there is none of that name, or it is empty. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
  }
  return null;
}
