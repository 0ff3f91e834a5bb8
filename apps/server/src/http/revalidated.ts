import type { NextFunction, Request, Response } from 'express';

/** Reads that change only when data or catalogue do. */
const reads =
  /^\/(?:api\/v1\/(?:plan|tasks|organisations|areas|indicators|targets|observations)|sdmx)(?:\/|$)/;
const codings = /-(?:br|gzip|deflate)"$/;

/**
 * Lets an asker keep a read as long as the service says that it still holds: it asks every time (no-cache), and an
 * unchanged answer is a 304 by its ETag. One tag is for one sequence of bytes, so that of a compressed answer names
 * the coding ("…-br"); what comes back is compared without it.
 */
export function revalidated(request: Request, response: Response, next: NextFunction): void {
  if (reads.test(request.path) && (request.method === 'GET' || request.method === 'HEAD')) {
    response.setHeader('Cache-Control', 'private, no-cache');
    response.vary('Accept, Accept-Encoding, Accept-Language, Authorization, Cookie');
  }
  const held = tagsOf(request.headers['if-none-match']);
  if (held.length > 0) request.headers['if-none-match'] = held.map(withoutCoding).join(', ');
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => Response;
  // Called when everything else has had its say, compression included, which decides last.
  const tagThenWrite = (...given: unknown[]) => {
    const tag = response.getHeader('ETag');
    const coding = response.getHeader('Content-Encoding');
    if (typeof tag === 'string' && response.statusCode === 304)
      response.setHeader('ETag', held.find((one) => withoutCoding(one) === tag) ?? tag);
    else if (typeof tag === 'string' && typeof coding === 'string' && coding !== 'identity')
      response.setHeader('ETag', tag.replace(/"$/, `-${coding}"`));
    return writeHead(...given);
  };
  response.writeHead = tagThenWrite as typeof response.writeHead;
  next();
}

function tagsOf(header: string | undefined): string[] {
  return header === undefined ? [] : (header.match(/\*|(?:W\/)?"[^"]*"/g) ?? []);
}

function withoutCoding(tag: string): string {
  return tag.replace(codings, '"');
}
