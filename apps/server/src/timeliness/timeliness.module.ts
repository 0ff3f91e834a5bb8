import { Module } from '@nestjs/common';
import { TimelinessController } from './timeliness.controller.js';

@Module({ controllers: [TimelinessController] })
export class TimelinessModule {}
