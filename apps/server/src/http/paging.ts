/** A part of an answer: rows from `offset` on, `limit` at most. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/**
 * The Link header (RFC 8288) of a page: first, prev, next and last where they exist, as paths of this service, so that
 * they hold behind a proxy too.
 * @param url path and query of the request.
 */
export function pageLinks(url: string, { offset, limit }: Page, total: number): string {
  const target = new URL(url, 'http://service.invalid');
  const link = (rel: string, at: number) => {
    target.searchParams.set('offset', String(at));
    target.searchParams.set('limit', String(limit));
    return `<${target.pathname}${target.search}>; rel="${rel}"`;
  };
  const last = Math.max(0, Math.ceil(total / limit) - 1) * limit;
  return [
    link('first', 0),
    ...(offset > 0 ? [link('prev', Math.max(0, offset - limit))] : []),
    ...(offset + limit < total ? [link('next', offset + limit)] : []),
    link('last', last),
  ].join(', ');
}
