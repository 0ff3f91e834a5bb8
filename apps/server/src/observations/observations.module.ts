import { Module } from '@nestjs/common';
import { SdmxModule } from '../sdmx/sdmx.module.js';
import { ObservationsController } from './observations.controller.js';

@Module({ imports: [SdmxModule], controllers: [ObservationsController] })
export class ObservationsModule {}
