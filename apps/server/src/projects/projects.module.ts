import { Module } from '@nestjs/common';
import { ProjectImportController } from './project-import.controller.js';
import { ProjectsController } from './projects.controller.js';

// The controller of files first: its addresses are no codes of projects.
@Module({ controllers: [ProjectImportController, ProjectsController] })
export class ProjectsModule {}
