import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Configuration } from '#configuration';
import {
  type SeriesPictureQuery,
  seriesPictureQuerySchema,
  type TargetPictureQuery,
  targetPictureQuerySchema,
} from '#contract';
import { dayInZone } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { FinishedPictures } from './finished-pictures.js';
import type { Look, Picture, PictureFormat } from './picture.js';
import { SeriesPictures } from './series-pictures.js';
import { TargetPictures } from './target-pictures.js';

const mediaTypes: Readonly<Record<PictureFormat, string>> = { png: 'image/png', svg: 'image/svg+xml' };

/** Charts as pictures, for mails, chats and documents. */
@Controller('api/v1')
@Access('viewer')
@ApiProduces('image/png', 'image/svg+xml')
export class PicturesController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly targets: TargetPictures,
    private readonly series: SeriesPictures,
    private readonly finished: FinishedPictures,
  ) {}

  @Get('targets/:code/chart.png')
  targetAsPng(
    @Param('code') code: string,
    @Query({ schema: targetPictureQuerySchema }) asked: TargetPictureQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.target(code, asked, 'png', response);
  }

  @Get('targets/:code/chart.svg')
  targetAsSvg(
    @Param('code') code: string,
    @Query({ schema: targetPictureQuerySchema }) asked: TargetPictureQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.target(code, asked, 'svg', response);
  }

  @Get('observations/chart.png')
  async seriesAsPng(
    @Query({ schema: seriesPictureQuerySchema }) asked: SeriesPictureQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const picture = await this.series.read(asked, request, lookOf(asked));
    await this.answer(picture, 'png', this.fileName(asked.indicator.join('-'), asked), response);
  }

  @Get('observations/chart.svg')
  async seriesAsSvg(
    @Query({ schema: seriesPictureQuerySchema }) asked: SeriesPictureQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const picture = await this.series.read(asked, request, lookOf(asked));
    await this.answer(picture, 'svg', this.fileName(asked.indicator.join('-'), asked), response);
  }

  private async target(
    code: string,
    asked: TargetPictureQuery,
    format: PictureFormat,
    response: Response,
  ): Promise<void> {
    const asOf = asOfInstant(asked.asOf, this.configuration.timeZone);
    const { picture } = await this.targets.read(code, asOf, lookOf(asked));
    await this.answer(picture, format, this.fileName(code, asked), response);
  }

  private async answer(
    picture: Picture,
    format: PictureFormat,
    name: string,
    response: Response,
  ): Promise<void> {
    const { bytes } = await this.finished.draw(picture, format);
    response.setHeader('Content-Type', mediaTypes[format]);
    response.setHeader('Content-Disposition', `inline; filename="${name}.${format}"`);
    response.setHeader('Cache-Control', 'private, no-cache');
    // Express gives it an ETag of its bytes, and answers 304 to whoever has them.
    response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  private fileName(subject: string, { asOf, lang }: Pick<TargetPictureQuery, 'asOf' | 'lang'>): string {
    const { timeZone } = this.configuration;
    const day = dayInZone(asOfInstant(asOf, timeZone) ?? this.clock(), timeZone);
    return `${subject.replace(/[^\w.-]/g, '-').slice(0, 80)}-${day}-${lang}`;
  }
}

function lookOf({ width, height, scale, lang, theme }: Omit<TargetPictureQuery, 'asOf'>): Look {
  return { width, height, scale, language: lang, theme };
}
