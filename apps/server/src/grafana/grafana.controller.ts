import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  AppError,
  type GrafanaQuery,
  grafanaPayloadOptionsRequestSchema,
  grafanaQuerySchema,
  grafanaSearchRequestSchema,
  type GrafanaSeries,
  grafanaVariableRequestSchema,
} from '#contract';
import { Access } from '../accounts/access.js';
import { choicesOf, filterKeys, isFilterKey } from './adhoc-filters.js';
import { choicesIn, isListName, labelled, listNamed, narrowedIndicators } from './choices.js';
import { selectionOf } from './interpolation.js';
import { type Metric, metricsOf } from './metrics.js';
import { PanelQueries } from './panel-queries.js';
import { invalidPayload, languageOf } from './payload.js';
import type { TitledTable } from './table.js';

const codes = z.union([z.string(), z.number().transform(String), z.array(z.string())]);
/** The entries of a payload that narrow a list of choices. */
const narrowingSchema = z.object({
  target: z.string().default(''),
  indicator: codes.optional(),
  area: codes.optional(),
  language: z.string().optional(),
});
type Narrowed = z.infer<typeof narrowingSchema>;

const tagValuesRequestSchema = z.looseObject({ key: z.string() });
const anything = z.unknown();

/** What simpod-json-datasource asks of its backend, and the older simple JSON source with it. */
@Controller('grafana')
@Access('viewer')
export class GrafanaController {
  constructor(private readonly panels: PanelQueries) {}

  /** The data source's "Save & test". */
  @Get()
  test(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Post('query')
  @HttpCode(200)
  query(@Body({ schema: grafanaQuerySchema }) query: GrafanaQuery): Promise<(GrafanaSeries | TitledTable)[]> {
    return this.panels.answer(query);
  }

  /** What the query editor offers as metrics. */
  @Post('metrics')
  @HttpCode(200)
  async metrics(@Body({ schema: anything }) body: unknown): Promise<Metric[]> {
    const { language } = narrowingOf(payloadIn(body));
    return metricsOf(await this.panels.names(), languageOf(language));
  }

  /** What a field of the query builder offers. */
  @Post('metric-payload-options')
  @HttpCode(200)
  async payloadOptions(
    @Body({ schema: grafanaPayloadOptionsRequestSchema })
    request: z.infer<typeof grafanaPayloadOptionsRequestSchema>,
  ): Promise<{ label: string; value: string }[]> {
    const payload = narrowingOf(request.payload);
    const entries = await this.entries({
      ...payload,
      target: request.name ?? '',
      ...(request.metric ? { indicator: request.metric } : {}),
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
      typeof payload === 'string' ? { target: payload } : narrowingOf(payload),
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
    @Body({ schema: tagValuesRequestSchema }) { key }: z.infer<typeof tagValuesRequestSchema>,
  ): Promise<{ text: string; value: string }[]> {
    if (!isFilterKey(key))
      throw new AppError('unknown-name', `No filter is named ${key}; there are ${filterKeys.join(', ')}.`);
    return labelled(choicesOf(key, await this.panels.names()), 'zh');
  }

  private async entries(asked: Narrowed): Promise<{ text: string; value: string }[]> {
    const names = await this.panels.names();
    const list = listNamed(asked.target);
    const narrowing = { indicators: selectionOf(asked.indicator), areas: selectionOf(asked.area) };
    const indicators = narrowedIndicators(narrowing, names);
    const areas =
      list === 'area' && indicators
        ? await this.panels.areasWithValues(indicators.map((indicator) => indicator.code))
        : new Set<string>();
    return labelled(choicesIn(list, narrowing, names, areas), languageOf(asked.language));
  }
}

/** The payload in a body that may be missing. */
function payloadIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'payload' in body ? body.payload : undefined;
}

function narrowingOf(payload: unknown): Narrowed {
  const parsed = narrowingSchema.safeParse(payload === '' ? {} : (payload ?? {}));
  if (parsed.success) return parsed.data;
  throw invalidPayload(parsed.error.issues);
}
