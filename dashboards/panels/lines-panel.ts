/** Values over time: measured ones as points joined by lines, what is expected dashed, what is to be reached level. */
import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Words } from '../language.js';
import type { Measure, SeriesQuestion } from '../question.js';
import { type Frame, framed, type Page, refIdOf } from './page.js';

export interface LinesFrame extends Frame {
  readonly asks: readonly SeriesQuestion[];
  /** Written at the axis. */
  readonly unit?: Words;
  /** Flows over a period are drawn as bars. */
  readonly bars?: true;
  readonly min?: number;
  /** The names of lines say nothing that the title does not: this part of them (a pattern) is shown. */
  readonly shown?: string;
  /** Every question gives one line at most: it is named by its measure. */
  readonly single?: true;
}

export const measureHeads: Readonly<Record<Measure, Words>> = {
  actual: { zh: '实际', en: 'Actual' },
  expected: { zh: '预期', en: 'Expected' },
  target: { zh: '目标', en: 'Target' },
  forecast: { zh: '预测', en: 'Forecast' },
  lower: { zh: '预测下限（80%）', en: 'Forecast, lower (80 %)' },
  upper: { zh: '预测上限（80%）', en: 'Forecast, upper (80 %)' },
};

export function linesPanel(page: Page, frame: LinesFrame): PanelBuilder {
  const { asks, unit, bars, min, shown, single } = frame;
  const panel = framed(new PanelBuilder(), page, frame, asks)
    .drawStyle(bars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(bars ? 1 : 2)
    .fillOpacity(bars ? 60 : 0)
    .showPoints(bars ? VisibilityMode.Never : VisibilityMode.Always)
    .pointSize(6)
    // Years without a published figure are many; the points show which there are.
    .spanNulls(true)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None));
  if (unit) panel.axisLabel(unit[page.language]);
  if (min !== undefined) panel.min(min);
  if (shown !== undefined)
    panel.withTransformation({ id: 'renameByRegex', options: { regex: shown, renamePattern: '$1' } });
  for (const [index, { measure }] of asks.entries()) {
    const looks = [
      ...looksOf(measure, page),
      ...(single ? [{ id: 'displayName', value: measureHeads[measure][page.language] }] : []),
    ];
    if (looks.length > 0) panel.overrideByQuery(refIdOf(index), looks);
  }
  return panel;
}

function looksOf(measure: Measure, page: Page): DynamicConfigValue[] {
  const dashed = { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } };
  const line = { id: 'custom.drawStyle', value: 'line' };
  const unpointed = { id: 'custom.showPoints', value: 'never' };
  const thin = { id: 'custom.lineWidth', value: 1 };
  const colour = (name: string) => ({ id: 'color', value: { mode: 'fixed', fixedColor: name } });
  switch (measure) {
    case 'actual':
      return [];
    case 'expected':
      return [line, dashed, unpointed];
    case 'target':
      return [line, thin, unpointed, colour('green')];
    case 'forecast':
      return [line, { id: 'custom.lineStyle', value: { fill: 'dot', dash: [2, 6] } }, colour('purple')];
    case 'lower':
      return [line, thin, unpointed, colour('purple')];
    case 'upper':
      // The band is the area between the two edges, named as the lower one is shown.
      return [
        line,
        thin,
        unpointed,
        colour('purple'),
        { id: 'custom.fillBelowTo', value: measureHeads.lower[page.language] },
        { id: 'custom.fillOpacity', value: 15 },
      ];
  }
}
