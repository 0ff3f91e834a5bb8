import { Module } from '@nestjs/common';
import { DrawingModule } from '../pictures/drawing.module.js';
import { BriefingFiles } from './briefing-files.js';
import { BriefingsController } from './briefings.controller.js';
import { BriefingsReader } from './briefings.reader.js';
import { DocumentMaker } from './document-maker.js';

@Module({
  imports: [DrawingModule],
  controllers: [BriefingsController],
  providers: [BriefingsReader, BriefingFiles, DocumentMaker],
})
export class BriefingsModule {}
