/** How many targets stand at each status: as figures, and as shares of all. */
import { LegendDisplayMode, LegendPlacement } from '@grafana/grafana-foundation-sdk/common';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import {
  PanelBuilder as PieBuilder,
  PieChartLabels,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { TableQuestion } from '../question.js';
import { statuses } from '../statuses.js';
import { type Frame, framed, head, type Page } from './page.js';

export interface StatusFrame extends Frame {
  readonly asks: TableQuestion;
}

export const everyStatus = statuses.map(({ code }) => code);

/** One figure per status, in its colour. */
export function statusFigures(page: Page, frame: StatusFrame): StatBuilder {
  const panel = framed(new StatBuilder(), page, frame, [frame.asks])
    .decimals(0)
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .justifyMode(BigValueJustifyMode.Center)
    .orientation(VizOrientation.Vertical)
    .textMode(BigValueTextMode.ValueAndName)
    .reduceOptions(newestValue());
  for (const { code, colour } of statuses)
    panel.overrideByName(code, [head(page, 'statusCounts', code), fixed(colour)]);
  return panel;
}

/** The shares of the statuses of all targets, the grey one of those without a verdict among them. */
export function statusShares(page: Page, frame: StatusFrame): PieBuilder {
  const panel = framed(new PieBuilder(), page, frame, [frame.asks])
    .decimals(0)
    .pieType(PieChartType.Donut)
    .displayLabels([PieChartLabels.Percent])
    .reduceOptions(newestValue())
    .legend(
      new PieChartLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .values([PieChartLegendValues.Value, PieChartLegendValues.Percent]),
    );
  for (const { code, colour } of statuses)
    panel.overrideByName(code, [head(page, 'statusCounts', code), fixed(colour)]);
  return panel;
}

/** The newest value of each field; of `fields` (a pattern) also texts. */
export function newestValue(fields = ''): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields(fields).values(false);
}

export function fixed(colour: string): { id: string; value: { mode: string; fixedColor: string } } {
  return { id: 'color', value: { mode: 'fixed', fixedColor: colour } };
}
