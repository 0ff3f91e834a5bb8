import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Metrics } from './metrics.js';
import { OperationsController } from './operations.controller.js';

@Module({ controllers: [OperationsController], providers: [Metrics] })
export class OperationsModule implements NestModule {
  constructor(private readonly metrics: Metrics) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((request: Request, response: Response, next: NextFunction) => {
        const stop = this.metrics.requests.startTimer();
        response.on('finish', () => {
          // The pattern, not the path: paths hold codes, and each would be a series of its own.
          const { path } = (request.route ?? {}) as { path?: string };
          stop({ method: request.method, route: path ?? 'other', status: String(response.statusCode) });
        });
        next();
      })
      .forRoutes('{*path}');
  }
}
