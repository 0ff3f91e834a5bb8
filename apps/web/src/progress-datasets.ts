/** The lines and points of a target's chart, each with how it is told from the others: colour, dashes and mark. */
import type { ChartDataset } from 'chart.js';
import { forecastLine, supposedLine, type ChartLines, type ChartPoint } from './chart-lines';
import type { Messages } from './messages.zh';
import type { EarlierSeries, FormerPoint } from './vintages';

export interface ProgressInks {
  actual: string;
  expected: string;
  goal: string;
  forecast: string;
  earlier: string;
  supposed: string;
  ground: string;
}

/** What is drawn beside the lines that every target has. */
export interface BesideLines {
  /** Values that were replaced since. */
  former: readonly FormerPoint[];
  /** The series as it was known on an earlier day; null: not asked for. */
  earlier: EarlierSeries | null;
  /** Supposed values, none of which was ever reported. */
  supposed: readonly ChartPoint[];
}

/** Values that are expected to be revised. */
export const isProvisional = ({ status }: ChartPoint): boolean => status === 'P' || status === 'E';

export type ProgressDataset = ChartDataset<'line', ChartPoint[]>;

/** In this order they lie on each other, the first on top. */
export function progressDatasets(
  lines: ChartLines,
  { former, earlier, supposed }: BesideLines,
  inks: ProgressInks,
  words: Messages['target'],
): ProgressDataset[] {
  const { actual, expected, goals, due, span, forecast } = lines;
  const supposedSet = new Set<unknown>(supposed);
  const flat = (y: number): ChartPoint[] =>
    [...new Set([span.from, due.time, span.to])].map((x) => ({ x, y, period: due.period, status: '' }));
  return [
    {
      label: words.actual,
      data: actual,
      // A point on the edge of the frame is drawn whole.
      clip: 8,
      borderColor: inks.actual,
      borderWidth: 2,
      pointRadius: 4,
      pointHoverRadius: 6,
      pointBorderColor: inks.actual,
      pointBorderWidth: 2,
      pointBackgroundColor: actual.map((point) => (isProvisional(point) ? inks.ground : inks.actual)),
    },
    {
      label: words.formerPoint,
      data: [...former],
      clip: 8,
      showLine: false,
      pointRadius: 4,
      pointHoverRadius: 6,
      pointBorderColor: inks.expected,
      pointBorderWidth: 1.5,
      pointBackgroundColor: inks.ground,
    },
    {
      label: words.supposedPoint,
      data: supposedLine(lines, supposed),
      clip: 8,
      borderColor: inks.supposed,
      borderWidth: 1.5,
      borderDash: [3, 3],
      // Only what is supposed has a mark; the line begins at the newest value.
      pointRadius: ({ raw }) => (supposedSet.has(raw) ? 7 : 0),
      pointHoverRadius: ({ raw }) => (supposedSet.has(raw) ? 8 : 0),
      pointHitRadius: ({ raw }) => (supposedSet.has(raw) ? 1 : 0),
      pointStyle: 'rect',
      pointBorderColor: inks.supposed,
      pointBorderWidth: 2,
      pointBackgroundColor: inks.ground,
    },
    ...(earlier === null
      ? []
      : [
          {
            label: words.earlierSeries,
            data: [...earlier.points],
            clip: 8,
            borderColor: inks.earlier,
            borderWidth: 2,
            borderDash: [8, 3, 2, 3],
            pointRadius: 5,
            pointHoverRadius: 7,
            pointStyle: 'triangle',
            pointBorderColor: inks.earlier,
            pointBorderWidth: 1.5,
            pointBackgroundColor: inks.ground,
          } satisfies ProgressDataset,
        ]),
    {
      label: words.expectedPath,
      data: expected,
      borderColor: inks.expected,
      borderWidth: 2,
      borderDash: [6, 4],
      pointRadius: 0,
      pointHoverRadius: 4,
      pointBackgroundColor: inks.expected,
    },
    {
      label: words.forecast,
      data: forecastLine(lines),
      clip: 8,
      borderColor: inks.forecast,
      borderWidth: 2,
      borderDash: [2, 4],
      // Only its end is forecast; its start is the newest value.
      pointRadius: ({ raw }) => (raw === forecast ? 4 : 0),
      pointHoverRadius: ({ raw }) => (raw === forecast ? 6 : 0),
      pointHitRadius: ({ raw }) => (raw === forecast ? 1 : 0),
      pointBorderColor: inks.forecast,
      pointBorderWidth: 2,
      pointBackgroundColor: inks.ground,
    },
    ...goals.map((level): ProgressDataset => ({
      label: words.goalLine,
      data: flat(level),
      borderColor: inks.goal,
      borderWidth: 1.5,
      // The one point of a level line marks its deadline.
      pointRadius: ({ raw }) => ((raw as ChartPoint | undefined)?.x === due.time ? 5 : 0),
      pointStyle: 'rectRot',
      pointBackgroundColor: inks.goal,
      pointHitRadius: 0,
      pointHoverRadius: 0,
    })),
  ];
}
