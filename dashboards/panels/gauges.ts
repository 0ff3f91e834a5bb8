/** One figure per line or row: bars, dials and plain figures. */
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { ColumnName } from '../columns.js';
import type { SeriesQuestion, TableQuestion } from '../question.js';
import { statusMappings } from '../statuses.js';
import { type Frame, framed, head, onlyAsked, type Page } from './page.js';
import { newestValue } from './status-panels.js';

/** From where on a value has a colour; the first has no lower bound. */
export type Colours = readonly [string, ...(readonly [number, string])[]];

export interface NewestFrame extends Frame {
  readonly asks: readonly SeriesQuestion[];
  readonly colours: Colours;
  /** The part of the lines' names (a pattern) that is shown. */
  readonly shown: string;
  readonly decimals?: number;
}

/** The newest value of each line as a bar. */
export function newestBars(page: Page, frame: NewestFrame): BarGaugeBuilder {
  return framed(new BarGaugeBuilder(), page, frame, frame.asks)
    .withTransformation({ id: 'renameByRegex', options: { regex: frame.shown, renamePattern: '$1' } })
    .min(0)
    .decimals(frame.decimals ?? 0)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(thresholds(frame.colours))
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .showUnfilled(true)
    .reduceOptions(newestValue());
}

/** The newest value of each line as a plain figure. */
export function newestFigures(page: Page, frame: Omit<NewestFrame, 'colours'>): StatBuilder {
  return framed(new StatBuilder(), page, frame, frame.asks)
    .withTransformation({ id: 'renameByRegex', options: { regex: frame.shown, renamePattern: '$1' } })
    .decimals(frame.decimals ?? 0)
    .colorMode(BigValueColorMode.None)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.ValueAndName)
    .reduceOptions(newestValue());
}

export interface CellsFrame extends Frame {
  readonly asks: TableQuestion;
}

/** A table's one row, a figure or word per column; a status has its colour. */
export function rowFigures(page: Page, frame: CellsFrame): StatBuilder {
  const panel = framed(new StatBuilder(), page, frame, [frame.asks])
    .withTransformation(onlyAsked(frame.asks))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.ValueAndName)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('#44475a'))
    .reduceOptions(newestValue('/.*/'));
  for (const name of frame.asks.columns)
    panel.overrideByName(name, [
      head(page, frame.asks.table, name),
      ...(name === 'statusText' ? [{ id: 'mappings', value: statusMappings(page.language) }] : []),
    ]);
  return panel;
}

export interface ShareFrame extends Frame {
  readonly asks: TableQuestion;
  /** The column of the shares. */
  readonly share: ColumnName;
  readonly colours: Colours;
}

/** A share from 0 to 1 per row, each as a dial named by the row's name. */
export function shareDials(page: Page, frame: ShareFrame): GaugeBuilder {
  return framed(new GaugeBuilder(), page, frame, [frame.asks])
    .withTransformation(onlyAsked(frame.asks))
    .unit('percentunit')
    .decimals(0)
    .min(0)
    .max(1)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(thresholds(frame.colours))
    .overrideByName(frame.share, [{ id: 'displayName', value: '${__data.fields.name}' }])
    .showThresholdMarkers(true)
    .showThresholdLabels(false)
    .reduceOptions(newestValue().values(true));
}

function thresholds([first, ...others]: Colours): ThresholdsConfigBuilder {
  const steps: Threshold[] = [
    { value: null, color: first },
    ...others.map(([value, color]) => ({ value, color })),
  ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
