/** A chart as a value: everything that is to be seen, in words and numbers, before anything is drawn. */
import type { Status } from '#assessment';
import type { Inks } from './inks.js';

export type Language = 'zh' | 'en';
export type PictureFormat = 'png' | 'svg';

/** How a picture is to look; the same content may be asked for in any look. */
export interface Look {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Own pixels of a PNG for one CSS pixel. */
  readonly scale: number;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
}

/** A value at the end of its period. */
export interface PicturePoint {
  /** Epoch milliseconds. */
  readonly x: number;
  readonly y: number;
  /** Expected to be revised: drawn with a hole. */
  readonly hollow: boolean;
  /** Periods without a value lie before it, so that the way from the last point says nothing: dotted. */
  readonly afterGap: boolean;
}

export type Mark = 'circle' | 'rect' | 'triangle' | 'rectRot';

export interface PictureLine {
  readonly ink: string;
  /** Of the points; null: a mere line. */
  readonly mark: Mark | null;
  readonly dashed: boolean;
  /** false: points that nothing joins. */
  readonly joined: boolean;
  readonly points: readonly PicturePoint[];
}

/** A value that is asked for, level across the chart. */
export interface PictureLevel {
  readonly y: number;
  readonly label: string;
}

export interface PictureForecast {
  readonly x: number;
  readonly y: number;
  readonly lower: number;
  readonly upper: number;
  /** The newest value, from which the interval opens. */
  readonly from: { readonly x: number; readonly y: number };
}

export interface AxisTick {
  readonly at: number;
  readonly label: string;
}

export interface PictureAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly AxisTick[];
}

export interface PicturePlot {
  readonly x: PictureAxis;
  /** cut: it leaves out 0, which the picture must say. */
  readonly y: PictureAxis & { readonly cut: boolean };
  /** Drawn in this order, each above those before it. */
  readonly lines: readonly PictureLine[];
  readonly levels: readonly PictureLevel[];
  /** When the target is due. */
  readonly due: { readonly x: number; readonly label: string } | null;
  readonly forecast: PictureForecast | null;
  /** The newest value in words, at its point. */
  readonly newest: { readonly x: number; readonly y: number; readonly label: string } | null;
}

/** What a line of the legend shows before its words. */
export interface LegendEntry {
  readonly sample: 'line' | 'dashed' | 'dotted' | 'hollow' | 'earlier' | 'level' | 'forecast';
  readonly ink: string;
  readonly mark: Mark | null;
  readonly label: string;
}

/** How a target stands, in a word and a sentence. */
export interface Standing {
  readonly status: Status;
  readonly word: string;
  /** What to bear in mind with it: stale, provisional… */
  readonly remarks: readonly string[];
  /** Clause by clause: the last ones are left out where there is no room. */
  readonly clauses: readonly string[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly language: Language;
  readonly inks: Inks;
  readonly title: string;
  readonly standing: Standing | null;
  /** What the values are, and in which unit. */
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
  /** null: there is nothing to draw, and `instead` says so. */
  readonly plot: PicturePlot | null;
  readonly instead: string;
  /** How to read it: as of which day, what the axis does. */
  readonly notes: readonly string[];
  /** Who says it. */
  readonly origin: string;
}
