import { Module } from '@nestjs/common';
import { AlertRulesController } from './alert-rules.controller.js';
import { AlertSettingsController } from './alert-settings.controller.js';
import { AlertsController } from './alerts.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { ReceiversController } from './receivers.controller.js';
import { SilencesController } from './silences.controller.js';

@Module({
  controllers: [
    AlertsController,
    AlertRulesController,
    AlertSettingsController,
    DeliveriesController,
    ReceiversController,
    SilencesController,
  ],
})
export class AlertsModule {}
