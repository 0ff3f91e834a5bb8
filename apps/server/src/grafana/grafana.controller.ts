import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type GrafanaAnnotation,
  grafanaAnnotationsRequestSchema,
  type GrafanaPayload,
  type GrafanaQuery,
  grafanaPayloadOptionsRequestSchema,
  grafanaQuerySchema,
  grafanaSearchRequestSchema,
  type GrafanaSeries,
  grafanaVariableRequestSchema,
} from '#contract';
import { Access } from '../accounts/access.js';
import { CONFIGURATION } from '../runtime.module.js';
import { adHocTest, choicesOf, filterKeys, isFilterKey } from './adhoc-filters.js';
import { PanelAnnotations } from './annotation-queries.js';
import { annotationMarks } from './annotations.js';
import { type AskedList, askedListSchema, ListReader } from './choice-queries.js';
import { isListName, labelled } from './choices.js';
import { type Metric, metricsOf } from './metrics.js';
import { PanelQueries } from './panel-queries.js';
import { invalidPayload, languageOf, payloadOf } from './payload.js';
import { isTableName, plansOf, rangeOf } from './query-plan.js';
import { withScopedVariables } from './scoped-variables.js';
import type { TitledTable } from './table.js';

const tagValuesRequestSchema = z.looseObject({ key: z.string(), language: z.string().optional() });
const anything = z.unknown();

/** What simpod-json-datasource asks of its backend, and the older simple JSON source with it. */
@Controller('grafana')
@Access('viewer')
export class GrafanaController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly panels: PanelQueries,
    private readonly lists: ListReader,
    private readonly annotationsReader: PanelAnnotations,
  ) {}

  /** The data source's "Save & test". */
  @Get()
  test(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Post('query')
  @HttpCode(200)
  query(@Body({ schema: grafanaQuerySchema }) query: GrafanaQuery): Promise<(GrafanaSeries | TitledTable)[]> {
    return this.panels.answer(withScopedVariables(query));
  }

  /** What the query editor offers as metrics. */
  @Post('metrics')
  @HttpCode(200)
  async metrics(@Body({ schema: anything }) body: unknown): Promise<Metric[]> {
    const { language } = askedListOf(payloadIn(body));
    return metricsOf(await this.panels.names(), languageOf(language));
  }

  /** What a field of the query builder offers. */
  @Post('metric-payload-options')
  @HttpCode(200)
  async payloadOptions(
    @Body({ schema: grafanaPayloadOptionsRequestSchema })
    request: z.infer<typeof grafanaPayloadOptionsRequestSchema>,
  ): Promise<{ label: string; value: string }[]> {
    const payload = askedListOf(request.payload);
    const entries = await this.entries({
      ...payload,
      target: request.name ?? '',
      ...(request.metric && !isTableName(request.metric) ? { indicator: request.metric } : {}),
    });
    return entries.map(({ text, value }) => ({ label: text, value }));
  }

  /** The values of a dashboard's variable; also the metrics of the code editor, which names no list. */
  @Post('variable')
  @HttpCode(200)
  async variable(
    @Body({ schema: grafanaVariableRequestSchema.optional() })
    request: z.infer<typeof grafanaVariableRequestSchema> | undefined,
  ): Promise<{ __text: string; __value: string }[]> {
    const { payload } = request ?? {};
    const entries = await this.entries(
      typeof payload === 'string' ? { target: payload } : askedListOf(payload),
    );
    return entries.map(({ text, value }) => ({ __text: text, __value: value }));
  }

  /** The simple JSON source's one call for metrics and variables: a list's name, or part of a metric's name. */
  @Post('search')
  @HttpCode(200)
  async search(
    @Body({ schema: grafanaSearchRequestSchema.optional() })
    request: z.infer<typeof grafanaSearchRequestSchema> | undefined,
  ): Promise<{ text: string; value: string }[]> {
    const target = request?.target?.trim() ?? '';
    if (target === '' || isListName(target)) return this.entries({ target });
    const metrics = await this.entries({ target: '' });
    const found = metrics.filter(({ text, value }) => text.includes(target) || value.includes(target));
    if (found.length === 0)
      throw new AppError(
        'unknown-name',
        `No list and no metric is named ${target}, or has that in its name.`,
      );
    return found;
  }

  @Post('tag-keys')
  @HttpCode(200)
  tagKeys(): { type: 'string'; text: string }[] {
    return filterKeys.map((text) => ({ type: 'string', text }));
  }

  @Post('tag-values')
  @HttpCode(200)
  async tagValues(
    @Body({ schema: tagValuesRequestSchema }) { key, language }: z.infer<typeof tagValuesRequestSchema>,
  ): Promise<{ text: string; value: string }[]> {
    if (!isFilterKey(key))
      throw new AppError('unknown-name', `No filter is named ${key}; there are ${filterKeys.join(', ')}.`);
    return labelled(choicesOf(key, await this.panels.names()), languageOf(language));
  }

  /** The older simple JSON source's annotations; the newer plugin asks for the table `annotations` instead. */
  @Post('annotations')
  @HttpCode(200)
  async annotations(
    @Body({ schema: grafanaAnnotationsRequestSchema })
    { annotation, range }: z.infer<typeof grafanaAnnotationsRequestSchema>,
  ): Promise<GrafanaAnnotation[]> {
    const payload = annotationPayload(annotation.target?.payload ?? annotation.query);
    const names = await this.panels.names();
    const query = { refId: 'A', target: 'annotations', payload };
    const plan = plansOf([query], names, this.configuration.timeZone).find((one) => one.kind === 'table');
    if (!plan) return [];
    const events = await this.annotationsReader.events(
      plan,
      names,
      adHocTest([], names),
      rangeOf(range, this.configuration.timeZone),
    );
    return annotationMarks(annotation, plan.language, events);
  }

  private async entries(asked: AskedList): Promise<{ text: string; value: string }[]> {
    return this.lists.entries(asked, await this.panels.names());
  }
}

/** An annotation's query is a payload, or just says which events. */
function annotationPayload(given: string | GrafanaPayload | null | undefined): GrafanaPayload {
  if (typeof given !== 'string' || given.trim().startsWith('{')) return payloadOf(given);
  return { annotation: given };
}

/** The payload in a body that may be missing. */
function payloadIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'payload' in body ? body.payload : undefined;
}

function askedListOf(payload: unknown): AskedList {
  const parsed = askedListSchema.safeParse(payload === '' ? {} : (payload ?? {}));
  if (parsed.success) return parsed.data;
  throw invalidPayload(parsed.error.issues);
}
