import { Module } from '@nestjs/common';
import { TimelinessController } from './timeliness.controller.js';
import { TimelinessReader } from './timeliness.reader.js';

@Module({ controllers: [TimelinessController], providers: [TimelinessReader], exports: [TimelinessReader] })
export class TimelinessModule {}
