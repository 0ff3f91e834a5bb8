import { Module } from '@nestjs/common';
import { SourceWorker } from './source-worker.js';

/** The part of a process that looks at periodic sources. Needs ScheduleModule. */
@Module({ providers: [SourceWorker] })
export class SourceWorkerModule {}
