import { Module } from '@nestjs/common';
import { type Database, readFreshness } from '#storage';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { TimelinessModule } from '../timeliness/timeliness.module.js';
import { PanelAnnotations } from './annotation-queries.js';
import { ListReader } from './choice-queries.js';
import { GrafanaController } from './grafana.controller.js';
import { FreshnessCheck } from './panel-cache-check.js';
import { PanelQueries } from './panel-queries.js';
import { RowsController } from './rows.controller.js';
import { PanelTables } from './table-queries.js';

/** Panels of Grafana over its JSON data source. */
@Module({
  imports: [AssessmentsModule, TimelinessModule],
  controllers: [GrafanaController, RowsController],
  providers: [
    {
      provide: FreshnessCheck,
      inject: [DATABASE, CLOCK],
      useFactory: (database: Database, clock: Clock) =>
        new FreshnessCheck((tokens) => readFreshness(database, tokens, clock())),
    },
    PanelQueries,
    PanelTables,
    PanelAnnotations,
    ListReader,
  ],
  exports: [FreshnessCheck, PanelQueries],
})
export class GrafanaModule {}
