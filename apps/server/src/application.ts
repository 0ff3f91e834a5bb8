import { existsSync } from 'node:fs';
import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import express, { type NextFunction, type Request, type Response } from 'express';
import { Authentication } from './accounts/authentication.js';
import { AppModule } from './app.module.js';
import { FastQuery } from './grafana/fast-query.js';
import { FreshnessCheck } from './grafana/panel-cache-check.js';
import { PanelQueries } from './grafana/panel-queries.js';
import { compressed } from './http/compressed.js';
import { refuseDeep } from './http/nested-json.js';
import { answerProblem, ProblemFilter } from './http/problem.filter.js';
import { requestLimits } from './http/request-limits.js';
import { revalidated } from './http/revalidated.js';
import { securityHeaders } from './http/security-headers.js';
import { validationPipe } from './http/validation.js';
import { Metrics } from './operations/metrics.js';
import type { Runtime } from './runtime.module.js';

/** Paths that belong to machines; every other GET that wants HTML is a view of the page. */
const machinePaths = /^\/(?:api|grafana|health|metrics|sdmx)(?:\/|$)/;

/** Other types are no JSON of ours; a form of another site, which needs nobody's leave, could only send such. */
const jsonTypes = ['application/json', 'text/json', 'application/*+json'];
const json = express.json({ limit: '1mb', type: jsonTypes });
const wholeCatalogue = express.json({ limit: '10mb', type: jsonTypes });

export type Application = NestExpressApplication;

/**
 * The whole application, ready to listen; `main.ts` and the tests over HTTP build it with this one function.
 * @param webFolder the built page; without it only the API is served.
 */
export async function createApplication(runtime: Runtime, webFolder: string | null): Promise<Application> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(runtime), {
    bodyParser: false,
    // Nest's own account of its routes is of no use to an operator; the service turns on the rest once it runs.
    logger: ['error', 'warn'],
  });
  app.disable('x-powered-by');
  // Whose word counts for where a request comes from: nobody's, unless it is said (TRUSTED_PROXIES).
  app.set('trust proxy', [...runtime.configuration.trustedProxies]);
  const protect = securityHeaders();
  app.use(protect);
  app.use(...requestLimits(runtime.configuration));
  // An answer that is sent whole gets a tag of its bytes.
  app.set('etag', 'strong');
  app.use(revalidated, compressed());
  // An upload is read as a stream by its own handler; everything else that has a body sends JSON.
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.path === '/api/v1/imports') next();
    else (request.path === '/api/v1/catalogue' ? wholeCatalogue : json)(request, response, next);
  });
  app.use(refuseDeep);
  if (runtime.configuration.roles.has('api')) {
    documentApi(app);
    const authentication = app.get(Authentication);
    new FastQuery(
      app.get(PanelQueries),
      app.get(FreshnessCheck),
      app.get(Metrics),
      (caller) => authentication.noteTokenUse(caller),
      headersBy(protect),
    ).serve(app.getHttpServer());
    if (webFolder && existsSync(join(webFolder, 'index.html'))) servePage(app, webFolder);
  }
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  return app;
}

/** The headers that a handler gives to every answer. */
function headersBy(handler: ReturnType<typeof securityHeaders>): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  handler(request, response, () => undefined);
  return { ...response.getHeaders() };
}

function servePage(app: NestExpressApplication, folder: string): void {
  // Vite names built files after their content, so they may be kept for good; index.html names them, so it may not.
  app.useStaticAssets(join(folder, 'assets'), { prefix: '/assets/', immutable: true, maxAge: '1y' });
  app.useStaticAssets(folder, { index: false });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const wantsPage =
      request.method === 'GET' &&
      !machinePaths.test(request.path) &&
      request.accepts(['html', 'json']) === 'html';
    if (wantsPage)
      response.sendFile(join(folder, 'index.html'), { headers: { 'Cache-Control': 'no-cache' } });
    else next();
  });
}

/** `/api/v1/openapi.json` and `/api/docs`, made from the contract's schemas; they need a token like the rest. */
function documentApi(app: NestExpressApplication): void {
  const authentication = app.get(Authentication);
  app.use(
    ['/api/docs', '/api/v1/openapi.json'],
    (request: Request, response: Response, next: NextFunction) => {
      void admit(request, response, next);
    },
  );
  const admit = async (request: Request, response: Response, next: NextFunction) => {
    try {
      await authentication.readerOf(request);
    } catch (error) {
      answerProblem(error, request, response);
      return;
    }
    next();
  };
  const description = new DocumentBuilder()
    .setTitle('关中监测 Guanzhong Monitor')
    .setDescription('Indicator values in; verdicts, series and alerts out.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
  });
}
