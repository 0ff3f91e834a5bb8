/** How a request says who it is. Pure: reads the headers, decides nothing. */

export const sessionCookie = 'guanzhong_session';

export type Credential = { readonly kind: 'token' | 'session'; readonly secret: string };

/**
 * `Authorization: Bearer TOKEN`, or Basic with the token as password (Grafana's and curl's habit), or the page's
 * cookie; a header wins over a cookie. Null when there is none or it cannot be read.
 */
export function credentialOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): Credential | null {
  const [scheme, given] = (headers.authorization ?? '').trim().split(/\s+/, 2);
  if (scheme && given) {
    if (/^bearer$/i.test(scheme)) return { kind: 'token', secret: given };
    if (/^basic$/i.test(scheme)) {
      const decoded = Buffer.from(given, 'base64').toString('utf8');
      const colon = decoded.indexOf(':');
      return colon < 0 ? null : { kind: 'token', secret: decoded.slice(colon + 1) };
    }
    return null;
  }
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === sessionCookie && value) return { kind: 'session', secret: value };
  }
  return null;
}
