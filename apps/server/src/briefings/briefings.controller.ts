import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import type { z } from 'zod';
import { type BriefingAnswer, briefingFileQuerySchema, briefingPathSchema, briefingSchema } from '#contract';
import { Access } from '../accounts/access.js';
import { BriefingFiles } from './briefing-files.js';
import { BriefingsReader } from './briefings.reader.js';
import type { DocumentFormat } from './document-order.js';

type Path = z.infer<typeof briefingPathSchema>;
type FileQuery = z.infer<typeof briefingFileQuerySchema>;

const mediaTypes: Readonly<Record<DocumentFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** A month's or a quarter's report: as a value, as a PDF, as a document that can be edited. */
@Controller('api/v1/briefings')
@Access('viewer')
export class BriefingsController {
  constructor(
    private readonly briefings: BriefingsReader,
    private readonly files: BriefingFiles,
  ) {}

  @Get(':period.pdf')
  @ApiProduces(mediaTypes.pdf)
  pdf(
    @Param({ schema: briefingPathSchema }) { period }: Path,
    @Query({ schema: briefingFileQuerySchema }) query: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.send(period, 'pdf', query, response);
  }

  @Get(':period.docx')
  @ApiProduces(mediaTypes.docx)
  docx(
    @Param({ schema: briefingPathSchema }) { period }: Path,
    @Query({ schema: briefingFileQuerySchema }) query: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.send(period, 'docx', query, response);
  }

  @Get(':period')
  @ApiOkResponse({ standardSchema: briefingSchema })
  briefing(@Param({ schema: briefingPathSchema }) { period }: Path): Promise<BriefingAnswer> {
    return this.briefings.read(period);
  }

  private async send(
    period: string,
    format: DocumentFormat,
    { lang }: FileQuery,
    response: Response,
  ): Promise<void> {
    const bytes = await this.files.write(() => this.briefings.read(period), format, lang);
    response.setHeader('Content-Type', mediaTypes[format]);
    response.setHeader('Content-Disposition', `attachment; filename="briefing-${period}-${lang}.${format}"`);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
}
