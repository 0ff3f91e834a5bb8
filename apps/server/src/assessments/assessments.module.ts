import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.js';
import { RollUpsController } from './roll-ups.controller.js';
import { RollUpsReader } from './roll-ups.reader.js';
import { ScorecardReader } from './scorecard.reader.js';
import { VerdictChangesController } from './verdict-changes.controller.js';
import { WhatIfController } from './what-if.controller.js';

@Module({
  controllers: [AssessmentsController, RollUpsController, VerdictChangesController, WhatIfController],
  providers: [ScorecardReader, RollUpsReader],
  exports: [ScorecardReader, RollUpsReader],
})
export class AssessmentsModule {}
