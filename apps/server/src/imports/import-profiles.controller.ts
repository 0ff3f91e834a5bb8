import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { AppError, type ImportProfile, importProfileSchema } from '#contract';
import {
  addAuditEntry,
  type Caller,
  type Database,
  forgetImportProfile,
  inTransaction,
  readImportProfiles,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';

/** What was said of the layout of files, kept for the next file of the same shape. Kept by `keepAs` of an upload. */
@Controller('api/v1/import-profiles')
export class ImportProfilesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer')
  @ApiOkResponse({ standardSchema: z.array(importProfileSchema) })
  list(): Promise<ImportProfile[]> {
    return readImportProfiles(this.database.manager);
  }

  @Delete(':name')
  @HttpCode(204)
  @Access('uploader')
  @ApiNoContentResponse()
  async forget(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<void> {
    await inTransaction(this.database, async (tx) => {
      if (!(await forgetImportProfile(tx, name))) throw new AppError('not-found', `没有名为“${name}”的版式`);
      await addAuditEntry(tx, {
        at: this.clock(),
        who: caller.name,
        action: 'forget-import-profile',
        subject: `import profile ${name}`,
        details: {},
      });
    });
  }
}
