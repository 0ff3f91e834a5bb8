import { Module } from '@nestjs/common';
import { TimelinessModule } from '../timeliness/timeliness.module.js';
import { IndicatorValuesController } from './indicator-values.controller.js';
import { IndicatorValuesReader } from './indicator-values.reader.js';
import { ValueEditController } from './value-edit.controller.js';

@Module({
  imports: [TimelinessModule],
  controllers: [IndicatorValuesController, ValueEditController],
  providers: [IndicatorValuesReader],
})
export class IndicatorsModule {}
