import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access } from '../accounts/access.js';
import { ApiSdmx } from './api-description.js';
import { SdmxDataAnswers } from './data-answers.js';
import { SdmxStructureAnswers } from './structure-answers.js';
import { type FlowPath, isAny, parseFlow } from './structure-query.js';

/**
 * The observations of the plan as one dataflow of SDMX REST: edition 2 under /sdmx/v2, edition 1 (as tools for SDMX 2.1
 * still ask) under /sdmx. docs/exporting.md says what of it is offered.
 */
@Controller('sdmx')
@Access('viewer')
export class SdmxController {
  constructor(
    private readonly dataAnswers: SdmxDataAnswers,
    private readonly structureAnswers: SdmxStructureAnswers,
  ) {}

  @Get('v2/data{/:context}{/:agency}{/:id}{/:version}{/:key}')
  @ApiSdmx('data', 2, 'context', 'agency', 'id', 'version', 'key')
  data(@Param() path: DataPath, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.dataAnswers.sendData(request, response, { flow: path, key: path.key ?? '*', edition: 2 });
  }

  @Get('v2/availability{/:context}{/:agency}{/:id}{/:version}{/:key}{/:component}')
  @ApiSdmx('availability', 2, 'context', 'agency', 'id', 'version', 'key', 'component')
  availability(@Param() path: DataPath, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.structureAnswers.sendAvailability(request, response, {
      flow: path,
      key: path.key ?? '*',
      edition: 2,
      component: oneDimension(path.component),
    });
  }

  @Get('v2/structure{/:kind}{/:agency}{/:id}{/:version}{/:items}')
  @ApiSdmx('structure', 2, 'kind', 'agency', 'id', 'version', 'items')
  structure(
    @Param() { kind, agency, id, version, items }: StructurePath,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.structureAnswers.sendStructure(request, response, kind ?? '*', [agency, id, version, items]);
  }

  @Get('data/:flow{/:key}{/:provider}')
  @ApiSdmx('data', 1, 'flow', 'key', 'provider')
  data1(@Param() path: DataPath1, @Req() request: Request, @Res() response: Response): Promise<void> {
    const flow = parseFlow(path.flow);
    return this.dataAnswers.sendData(request, response, { flow, key: path.key ?? 'all', edition: 1 });
  }

  @Get('availableconstraint/:flow{/:key}{/:provider}{/:component}')
  @ApiSdmx('availability', 1, 'flow', 'key', 'provider', 'component')
  availability1(@Param() path: DataPath1, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.structureAnswers.sendAvailability(request, response, {
      flow: parseFlow(path.flow),
      key: path.key ?? 'all',
      edition: 1,
      component: oneDimension(path.component),
    });
  }

  @Get(':kind{/:agency}{/:id}{/:version}{/:items}')
  @ApiSdmx('structure', 1, 'kind', 'agency', 'id', 'version', 'items')
  structure1(
    @Param() { kind, agency, id, version, items }: StructurePath,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.structureAnswers.sendStructure(request, response, kind ?? '*', [agency, id, version, items]);
  }
}

/** Null for all of them. */
function oneDimension(text = '*'): string | null {
  return isAny(text) ? null : text;
}

interface DataPath extends FlowPath {
  readonly key?: string;
  readonly component?: string;
}

interface DataPath1 {
  readonly flow: string;
  readonly key?: string;
  readonly component?: string;
}

interface StructurePath {
  readonly kind?: string;
  readonly agency?: string;
  readonly id?: string;
  readonly version?: string;
  readonly items?: string;
}
