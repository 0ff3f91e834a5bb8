import {
  LegendDisplayMode,
  LegendPlacement,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import type { TableQuestion } from '../question.js';
import { statusMappings } from '../statuses.js';
import { byFirstColumn, type Frame, framed, type Page } from './page.js';

export interface TimelineFrame extends Frame {
  readonly asks: TableQuestion;
}

/** The statuses of a target one after another, each in its colour for as long as it lasted. */
export function timelinePanel(page: Page, frame: TimelineFrame): PanelBuilder {
  return framed(new PanelBuilder(), page, frame, [frame.asks])
    .withTransformation(byFirstColumn(frame.asks, { desc: false }))
    .mappings(statusMappings(page.language))
    .showValue(VisibilityMode.Always)
    .mergeValues(true)
    .rowHeight(0.8)
    .fillOpacity(90)
    .lineWidth(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(false)
        .calcs([]),
    )
    .overrideByFieldType('string', [
      { id: 'displayName', value: page.language === 'zh' ? '状态' : 'Status' },
    ]);
}
