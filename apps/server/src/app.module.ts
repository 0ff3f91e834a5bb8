import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccountsModule } from './accounts/accounts.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AlertWorkerModule } from './alerts/alert-worker.module.js';
import { AssessmentsModule } from './assessments/assessments.module.js';
import { BriefingsModule } from './briefings/briefings.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { GrafanaModule } from './grafana/grafana.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { ObservationsModule } from './observations/observations.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PicturesModule } from './pictures/pictures.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { ProjectsModule } from './projects/projects.module.js';
import { type Runtime, RuntimeModule } from './runtime.module.js';
import { SdmxModule } from './sdmx/sdmx.module.js';
import { SourceWorkerModule } from './sources/source-worker.module.js';
import { SourcesModule } from './sources/sources.module.js';
import { TargetValuesModule } from './target-values/target-values.module.js';
import { TimelinessModule } from './timeliness/timeliness.module.js';

const api = [
  AlertsModule,
  AssessmentsModule,
  BriefingsModule,
  CatalogueModule,
  GrafanaModule,
  ImportsModule,
  IndicatorsModule,
  ObservationsModule,
  PicturesModule,
  ProgressModule,
  ProjectsModule,
  SdmxModule,
  SourcesModule,
  TargetValuesModule,
  TimelinessModule,
];

/** The one application; ROLES says which of its modules this process mounts. */
@Module({})
export class AppModule {
  static with(runtime: Runtime): DynamicModule {
    const { roles } = runtime.configuration;
    return {
      module: AppModule,
      imports: [
        RuntimeModule.with(runtime),
        AccountsModule,
        OperationsModule,
        ...(roles.has('api') ? api : []),
        ...(roles.has('worker') ? [ScheduleModule.forRoot(), AlertWorkerModule, SourceWorkerModule] : []),
      ],
    };
  }
}
