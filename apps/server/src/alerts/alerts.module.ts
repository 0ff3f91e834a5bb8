import { Module } from '@nestjs/common';
import { AlertRulesController } from './alert-rules.controller.js';
import { AlertsController } from './alerts.controller.js';
import { ReceiversController } from './receivers.controller.js';

@Module({ controllers: [AlertsController, AlertRulesController, ReceiversController] })
export class AlertsModule {}
