import { Module } from '@nestjs/common';
import { AlertWorker } from './alert-worker.js';

/** The part of a process that judges and delivers by the clock. Needs ScheduleModule. */
@Module({ providers: [AlertWorker] })
export class AlertWorkerModule {}
