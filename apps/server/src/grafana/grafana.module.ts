import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { GrafanaController } from './grafana.controller.js';
import { PanelQueries } from './panel-queries.js';

/** Panels of Grafana over its JSON data source. */
@Module({
  imports: [AssessmentsModule],
  controllers: [GrafanaController],
  providers: [PanelQueries],
})
export class GrafanaModule {}
