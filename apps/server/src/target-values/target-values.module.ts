import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { TargetValuesController } from './target-values.controller.js';
import { TargetValuesReader } from './target-values.reader.js';

@Module({
  imports: [AssessmentsModule],
  controllers: [TargetValuesController],
  providers: [TargetValuesReader],
})
export class TargetValuesModule {}
