const longestExcerpt = 500;

/**
 * The beginning of a text that came from outside, fit for the log: no secrets, no control characters, no halves of
 * characters, which no database would take.
 * @param secrets what must not be seen; a receiver that answers with what it was sent would put them there
 */
export function excerptOf(text: string, secrets: readonly string[]): string {
  const characters = [
    ...withoutSecrets(text, secrets)
      .replace(/\p{Cc}+/gu, ' ')
      .replace(/\p{Cs}/gu, '\uFFFD')
      .trim(),
  ];
  return characters.length <= longestExcerpt
    ? characters.join('')
    : `${characters.slice(0, longestExcerpt - 1).join('')}…`;
}

/** The text with *** for every secret, in plain and as it stands in an address or in JSON. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  // The longest first: one may be a part of another.
  return forms
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, form) => rest.replaceAll(form, '***'), text);
}

/** What lets one in by an address: password, query values, and whatever stands in its path. */
export function secretsOfUrl(address: string): string[] {
  const { username, password, pathname, searchParams, hash } = new URL(address);
  const parts = [username, ...searchParams.values(), ...pathname.split('/'), hash.slice(1)].map(decoded);
  // Short parts are words (robot, send, v2) that would only make the text unreadable; a password never is.
  return [...new Set([decoded(password), ...parts.filter((part) => part.length >= 8)])].filter(
    (part) => part !== '',
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
