import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, importTemplateQuerySchema } from '#contract';
import { importTemplate, templateCsv, templateXlsx } from '#ingest';
import type { Caller, Database } from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file for an organisation to fill in: the indicators that it owns and the periods now due. */
@Controller('api/v1/import-template')
export class ImportTemplateController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer')
  @ApiProduces(workbookType, 'text/csv')
  @ApiOkResponse({ description: 'the template as a file' })
  async template(
    @Query({ schema: importTemplateQuerySchema }) query: z.infer<typeof importTemplateQuerySchema>,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const organisation = query.organisation ?? caller.organisation;
    if (organisation === null)
      throw new AppError(
        'invalid-request',
        '请注明是哪个单位的模板：organisation=单位代码。Say whose template: organisation=….',
        [
          {
            path: 'organisation',
            code: 'required',
            message: 'an organisation code, see /api/v1/organisations',
          },
        ],
      );
    const now = this.clock();
    const template = await importTemplate(this.database.manager, organisation, {
      now,
      timeZone: this.configuration.timeZone,
    });
    const name = `import-template-${organisation}-${template.today}.${query.format}`;
    if (query.format === 'csv')
      response.type('text/csv; charset=utf-8').attachment(name).send(templateCsv(template));
    else
      response
        .type(workbookType)
        .attachment(name)
        .send(Buffer.from(await templateXlsx(template, now)));
  }
}
