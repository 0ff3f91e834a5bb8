import { Module } from '@nestjs/common';
import { DrawingModule } from '../pictures/drawing.module.js';
import { AlertPictures } from './alert-pictures.js';
import { AlertWorker } from './alert-worker.js';

/** The part of a process that judges and delivers by the clock. Needs ScheduleModule. */
@Module({ imports: [DrawingModule], providers: [AlertPictures, AlertWorker] })
export class AlertWorkerModule {}
