import { Module } from '@nestjs/common';
import { DrawingThread } from './drawing-thread.js';
import { FinishedPictures } from './finished-pictures.js';
import { TargetPictures } from './target-pictures.js';

/** One drawing thread for all of a process: its HTTP answers and its mails. */
@Module({
  providers: [
    { provide: DrawingThread, useFactory: () => new DrawingThread() },
    FinishedPictures,
    TargetPictures,
  ],
  exports: [FinishedPictures, TargetPictures],
})
export class DrawingModule {}
