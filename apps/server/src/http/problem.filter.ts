import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, type Problem, type ProblemCode, problems } from '#contract';
import { isDatabaseUnavailable, isUnstorableText } from '#storage';

const log = new Logger('Http');

/**
 * Turns whatever a request ended with into `application/problem+json`. Refusals say what they are; a fault of the
 * framework (no such path, a body that is not JSON) keeps its status; anything else is ours: 500, logged once.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<Request>(), http.getResponse<Response>());
  }
}

/** Writes the problem response of an error; also used by handlers outside Nest's own. */
export function answerProblem(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const problem = toProblem(error);
  if (problem.status >= 500)
    log.error(
      `${request.method} ${request.url?.split('?', 1)[0]}: ${error instanceof Error ? error.stack : String(error)}`,
    );
  if (response.headersSent) {
    // The answer has begun: the only honest end is a broken one. Reset, for to a reader without chunks (HTTP/1.0) a
    // closed connection is the end of a whole answer.
    if (response.socket) response.socket.resetAndDestroy();
    else response.destroy();
    return;
  }
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (error instanceof AppError && error.retryAfterSeconds !== null)
    response.setHeader('Retry-After', String(error.retryAfterSeconds));
  else if (problem.status === 503) response.setHeader('Retry-After', '5');
  response.statusCode = problem.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(problem));
}

function toProblem(error: unknown): Problem {
  if (error instanceof AppError) return error.toProblem();
  if (isDatabaseUnavailable(error))
    return new AppError(
      'database-unavailable',
      'The database cannot be reached just now. Nothing was stored; try again in a moment.',
    ).toProblem();
  if (isUnstorableText(error))
    return new AppError(
      'invalid-request',
      'A text has a character that cannot be stored: NUL, or one half of a pair (\\ud800 to \\udfff).',
    ).toProblem();
  const status = statusOf(error);
  if (status !== null && status < 500)
    return {
      type: 'about:blank',
      title: titleOf(status),
      status,
      detail: error instanceof Error ? error.message : '',
      code: codeOf(status),
    };
  return new AppError(
    'internal-error',
    'The service failed at this request; its log has the reason. Other requests go on.',
  ).toProblem();
}

/** The status that Nest's own exceptions and the body parser's errors carry. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return null;
}

function codeOf(status: number): ProblemCode {
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 415) return 'not-a-table';
  return 'invalid-request';
}

function titleOf(status: number): string {
  return problems[codeOf(status)].title;
}
