/** Indicators, their series and values over HTTP. */
import type {
  IndicatorSeries,
  IndicatorSummary,
  IndicatorValue,
  ValueEdit,
  ValueEditReport,
  ValueVintage,
} from '#contract';
import { download, query, request, segment } from './api';

/** One value of an indicator: of which area and breakdown, and of which period. */
export interface ValuePlace {
  readonly area: string;
  readonly breakdown: Readonly<Record<string, string>>;
  readonly period: string;
}

const breakdownQuery = (breakdown: ValuePlace['breakdown']): Record<string, string> =>
  Object.fromEntries(Object.entries(breakdown).map(([dimension, code]) => [`breakdown.${dimension}`, code]));

const addressOf = (code: string): string => `/indicators/${segment(code)}`;

export const indicatorApi = {
  summaries: (signal: AbortSignal) => request<IndicatorSummary[]>('/indicator-summaries', { signal }),
  series: (code: string, asOf: string | null, signal: AbortSignal) =>
    request<IndicatorSeries[]>(`${addressOf(code)}/series${query({ asOf })}`, { signal }),
  values: (code: string, which: Record<string, string | null>, signal: AbortSignal) =>
    request<IndicatorValue[]>(`${addressOf(code)}/values${query(which)}`, { signal }),
  table: (code: string, which: Record<string, string | null>, signal: AbortSignal) =>
    download(`${addressOf(code)}/table${query(which)}`, signal),
  /** The newest first. */
  vintages: (code: string, { area, breakdown, period }: ValuePlace, signal: AbortSignal) =>
    request<ValueVintage[]>(
      `${addressOf(code)}/vintages${query({ area, period, ...breakdownQuery(breakdown) })}`,
      { signal },
    ),
  /** A dry run stores nothing. */
  edit: (code: string, edit: ValueEdit, dryRun: boolean) =>
    request<ValueEditReport>(`${addressOf(code)}/values${query({ dryRun: String(dryRun) })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(edit),
    }),
};
