import { Module } from '@nestjs/common';
import { ImportsController } from './imports.controller.js';
import { RunningImports } from './running-imports.js';

@Module({ controllers: [ImportsController], providers: [RunningImports] })
export class ImportsModule {}
