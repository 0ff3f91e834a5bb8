import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.js';
import { ScorecardReader } from './scorecard.reader.js';

@Module({ controllers: [AssessmentsController], providers: [ScorecardReader], exports: [ScorecardReader] })
export class AssessmentsModule {}
