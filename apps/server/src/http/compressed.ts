import compression from 'compression';
import type { RequestHandler, Request, Response } from 'express';

/**
 * Sends text answers of more than 1 KiB by brotli or gzip where the asker takes them.
 *
 * Not compressed: server-sent events, each of which must leave at once; pictures, which are already; and every answer that
 * sets a cookie or says no-store, for the length of a compressed answer tells of a secret beside a text that the asker
 * chose (BREACH). No other answer holds a secret: tokens are kept as hashes, addresses of receivers are shown without
 * theirs.
 */
export function compressed(): RequestHandler {
  return compression({ threshold: 1024, filter: mayCompress });
}

function mayCompress(request: Request, response: Response): boolean {
  const type = String(response.getHeader('Content-Type') ?? '');
  if (/^(?:text\/event-stream|image\/(?!svg))/i.test(type)) return false;
  if (response.hasHeader('Set-Cookie') || /no-store/i.test(String(response.getHeader('Cache-Control') ?? '')))
    return false;
  // A part of a file, which a range names by its own bytes.
  if (response.statusCode === 206) return false;
  return /\+csv(?:;|$)/i.test(type) || compression.filter(request, response);
}
