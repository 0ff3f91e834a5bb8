import { Module } from '@nestjs/common';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { CatalogueController } from './catalogue.controller.js';

@Module({ imports: [AssessmentsModule], controllers: [CatalogueController] })
export class CatalogueModule {}
