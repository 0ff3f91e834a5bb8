/** What a chart over time draws. */
import type { ChartDataset, Plugin } from 'chart.js';

export interface TimePoint {
  /** Epoch milliseconds. */
  x: number;
  y: number;
}

export interface TimeDrawing<Point extends TimePoint> {
  datasets: ChartDataset<'line', Point[]>[];
  /** Epoch milliseconds between which everything stands. */
  span: { from: number; to: number };
  /** Every height that the vertical axis must show. */
  heights: readonly number[];
  /** What is drawn besides the lines. */
  plugins: Plugin<'line'>[];
  /** Whether the tooltip speaks of a point of the line with this label. */
  isTold: (point: Point, label: string) => boolean;
  /** The TIME_PERIOD of a point. */
  periodOf: (point: Point) => string;
  /** What the tooltip says of it. */
  wordsOf: (point: Point, label: string) => string | string[];
}

/** The value of a custom property of the style sheet, as the theme has it now. */
export type StyleValue = (property: `--${string}`) => string;
