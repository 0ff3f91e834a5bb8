import { Module } from '@nestjs/common';
import { DrawingModule } from './drawing.module.js';
import { PicturesController } from './pictures.controller.js';
import { SeriesPictures } from './series-pictures.js';

@Module({ imports: [DrawingModule], controllers: [PicturesController], providers: [SeriesPictures] })
export class PicturesModule {}
