import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import { HttpException } from '@nestjs/common';
import { grafanaQuerySchema } from '#contract';
import { type Caller, secretHash } from '#storage';
import { admitted } from '../accounts/access.js';
import { tokenOf } from '../accounts/credentials.js';
import { answerProblem } from '../http/problem.filter.js';
import { invalidRequest } from '../http/validation.js';
import type { Metrics } from '../operations/metrics.js';
import type { FreshnessCheck } from './panel-cache-check.js';
import type { PanelQueries } from './panel-queries.js';
import { withScopedVariables } from './scoped-variables.js';

const path = '/grafana/query';
/** Longer bodies, which no panel has, go the usual way and find its limit. */
const mostBytes = 1_000_000;
const plainJson = /^application\/json(?:; ?charset=utf-8)?$/i;

/**
 * Answers `POST /grafana/query` without Express and Nest, which take several times as long as an answer that is kept.
 * Token, checks, refusals and figures are theirs. Only requests as Grafana's server sends them are taken: with a
 * token, and a body of plain JSON that says how long it is. Any other goes the usual way.
 */
export class FastQuery {
  private readonly answered;

  /**
   * @param noteUse writes down that a token was used.
   * @param headers of every answer of the service.
   */
  constructor(
    private readonly panels: PanelQueries,
    private readonly freshness: FreshnessCheck,
    private readonly metrics: Metrics,
    private readonly noteUse: (caller: Caller) => Promise<void> | null,
    private readonly headers: OutgoingHttpHeaders,
  ) {
    this.answered = metrics.requests.labels('POST', path, '200');
  }

  /** Puts itself in front of what answers all other requests. */
  serve(server: Server): void {
    const usual = server.listeners('request') as ((
      request: IncomingMessage,
      response: ServerResponse,
    ) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (takes(request)) void this.answer(request, response);
      else for (const listener of usual) listener(request, response);
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = performance.now();
    try {
      const text = await textOf(request);
      if (text === null) return;
      const secret = tokenOf(request.headers.authorization) ?? '';
      const { version, caller } = await this.freshness.check(secretHash(secret));
      await this.noteUse(admitted(caller, 'viewer'));
      const body = await this.panels.body(questionIn(text), version);
      response.writeHead(200, {
        ...this.headers,
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
      });
      response.end(body);
      this.answered.observe((performance.now() - begun) / 1000);
    } catch (error) {
      for (const [name, value] of Object.entries(this.headers))
        if (value !== undefined && !response.headersSent) response.setHeader(name, value);
      answerProblem(error, request, response);
      this.metrics.requests
        .labels('POST', path, String(response.statusCode))
        .observe((performance.now() - begun) / 1000);
    }
  }
}

function takes({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === path &&
    plainJson.test(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length'] ?? Infinity) <= mostBytes &&
    /^(?:bearer|basic) /i.test(headers.authorization ?? '')
  );
}

/** The body when all of it has come; null of a request that breaks off, for there is nobody to answer. */
function textOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => {
      const [only] = chunks;
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    // Node tells it as an error of the connection, which must not be taken for one of the database's.
    request.once('error', () => resolve(null));
    request.once('close', () => resolve(null));
  });
}

function questionIn(text: string) {
  const { success, data, error } = grafanaQuerySchema.safeParse(jsonIn(text));
  if (success) return withScopedVariables(data);
  throw invalidRequest(error.issues);
}

function jsonIn(text: string): unknown {
  try {
    // The mark that some programs put before a text is no part of it.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpException(error.message, 400);
    throw error;
  }
}
