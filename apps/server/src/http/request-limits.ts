import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { secretHash } from '#storage';
import { answerProblem } from './problem.filter.js';

const minute = 60_000;
/**
 * Files, and values that are typed one by one, each of which is an import. As the router takes it: in any case of letters,
 * with a slash at the end or without.
 */
const uploadPath = /^\/api\/v1\/(imports|indicators\/[^/]+\/values)\/?$/i;

/**
 * How much one asker may ask of one process in a minute: of everything by address, of uploads by whoever uploads.
 * Log-ins have limits of their own, kept in the database for all processes (accounts/log-in.ts). What Grafana's server
 * asks by the quick way (grafana/fast-query.ts) is not counted: it is one address for all of its readers, and is
 * answered with a valid token only.
 */
export function requestLimits({ requestsPerMinute, uploadsPerMinute }: Configuration): RequestHandler[] {
  const uploads = limited(uploadsPerMinute, {
    keyGenerator: ({ headers, ip }) => {
      const credential = headers.authorization ?? headers.cookie;
      return credential === undefined ? ipKeyGenerator(ip ?? '') : secretHash(credential);
    },
    skip: ({ method, path }) => method !== 'POST' || !uploadPath.test(path),
  });
  return [limited(requestsPerMinute, { skip: ({ path }) => path === '/health' }), uploads];
}

function limited(limit: number, options: Partial<Options>): RequestHandler {
  if (limit === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: minute,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without TRUSTED_PROXIES a proxy's word is not taken, on purpose.
    validate: { xForwardedForHeader: false },
    handler: (request: Request, response: Response) => {
      const seconds = Number(response.getHeader('Retry-After') ?? 60);
      answerProblem(
        new AppError(
          'too-many-requests',
          `请求太频繁，请 ${seconds} 秒后再试。More than ${limit} requests in a minute; try again in ${seconds} seconds.`,
          [],
          { retryAfterSeconds: seconds },
        ),
        request,
        response,
      );
    },
    ...options,
  });
}
