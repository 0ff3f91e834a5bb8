import { Module } from '@nestjs/common';
import { ObservationsController } from './observations.controller.js';

@Module({ controllers: [ObservationsController] })
export class ObservationsModule {}
