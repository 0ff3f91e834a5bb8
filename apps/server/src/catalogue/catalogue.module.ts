import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { CatalogueChange } from './catalogue-change.js';
import { CatalogueController } from './catalogue.controller.js';
import { EntryChangesController } from './entry-changes.controller.js';
import { TargetVersionsController } from './target-versions.controller.js';

@Module({
  imports: [AssessmentsModule],
  controllers: [CatalogueController, EntryChangesController, TargetVersionsController],
  providers: [CatalogueChange],
})
export class CatalogueModule {}
