import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { ProgressReports } from './progress-reports.js';
import { ReportsController } from './reports.controller.js';
import { TasksController } from './tasks.controller.js';

@Module({
  imports: [AssessmentsModule],
  controllers: [TasksController, ReportsController],
  providers: [ProgressReports],
})
export class ProgressModule {}
