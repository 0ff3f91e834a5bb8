import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { CatalogueController } from './catalogue.controller.js';
import { TargetVersionsController } from './target-versions.controller.js';

@Module({ imports: [AssessmentsModule], controllers: [CatalogueController, TargetVersionsController] })
export class CatalogueModule {}
