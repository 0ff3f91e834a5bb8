/** Briefings over HTTP. */
import type { BriefingAnswer } from '#contract';
import { download, query, request, segment } from './api';
import type { Language } from './language';

/** Of the charts as they are drawn, in CSS pixels. */
export const chartSize = { width: 800, height: 380 } as const;

export const briefingApi = {
  briefing: (period: string, signal: AbortSignal) =>
    request<BriefingAnswer>(`/briefings/${segment(period)}`, { signal }),
  file: (period: string, format: 'pdf' | 'docx', lang: Language, signal: AbortSignal) =>
    download(`/briefings/${segment(period)}.${format}${query({ lang })}`, signal),
  /** Sharp in print. Always light: it stands on paper. */
  chart: (target: string, asOf: string | null, lang: Language) =>
    `/api/v1/targets/${segment(target)}/chart.png${query({
      lang,
      asOf,
      width: String(chartSize.width),
      height: String(chartSize.height),
      scale: '2',
    })}`,
};
