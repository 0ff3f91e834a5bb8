import { Module } from '@nestjs/common';
import { SnapshotAnswers } from '../http/snapshot-answers.js';
import { SdmxDataAnswers } from './data-answers.js';
import { SdmxController } from './sdmx.controller.js';
import { SdmxStructureAnswers } from './structure-answers.js';

@Module({
  controllers: [SdmxController],
  providers: [SnapshotAnswers, SdmxDataAnswers, SdmxStructureAnswers],
  exports: [SnapshotAnswers, SdmxDataAnswers],
})
export class SdmxModule {}
