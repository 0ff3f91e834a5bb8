import { Module } from '@nestjs/common';
import { ImportProfilesController } from './import-profiles.controller.js';
import { ImportTemplateController } from './import-template.controller.js';
import { ImportsController } from './imports.controller.js';
import { RunningImports } from './running-imports.js';
import { UndoController } from './undo.controller.js';

@Module({
  controllers: [ImportTemplateController, ImportProfilesController, ImportsController, UndoController],
  providers: [RunningImports],
})
export class ImportsModule {}
