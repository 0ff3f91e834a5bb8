/** What is drawn on a target's chart besides its lines. */
import type { Plugin } from 'chart.js';
import type { ChartPoint, ForecastPoint } from './chart-lines';

/** Writes the target at the left end of its level line, where the path is still far from it. */
export function goalLabel(
  level: number | undefined,
  text: string,
  { ink, ground, font }: { ink: string; ground: string; font: string },
): Plugin<'line'> {
  return {
    id: 'goalLabel',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const axis = scales['y'];
      if (level === undefined || axis === undefined) return;
      const y = axis.getPixelForValue(level);
      const above = y - 22 > chartArea.top;
      ctx.save();
      ctx.font = `600 13px ${font}`;
      ctx.textBaseline = above ? 'bottom' : 'top';
      ctx.lineWidth = 4;
      ctx.strokeStyle = ground;
      ctx.fillStyle = ink;
      const at = [chartArea.left + 6, above ? y - 4 : y + 5] as const;
      ctx.strokeText(text, ...at);
      ctx.fillText(text, ...at);
      ctx.restore();
    },
  };
}

/** Draws the interval of the forecast as a bar with a cap at either end, and the band that opens to it. */
export function forecastInterval(
  forecast: ForecastPoint | null,
  newest: ChartPoint | undefined,
  ink: string,
): Plugin<'line'> {
  return {
    id: 'forecastInterval',
    beforeDatasetsDraw({ ctx, scales }) {
      const { x: time, y: axis } = scales;
      if (forecast === null || time === undefined || axis === undefined) return;
      const x = time.getPixelForValue(forecast.x);
      const [bottom, top] = [axis.getPixelForValue(forecast.lower), axis.getPixelForValue(forecast.upper)];
      ctx.save();
      ctx.strokeStyle = ink;
      ctx.fillStyle = ink;
      if (newest !== undefined) {
        ctx.globalAlpha = 0.14;
        ctx.beginPath();
        ctx.moveTo(time.getPixelForValue(newest.x), axis.getPixelForValue(newest.y));
        ctx.lineTo(x, top);
        ctx.lineTo(x, bottom);
        ctx.closePath();
        ctx.fill();
        ctx.globalAlpha = 1;
      }
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.moveTo(x, bottom);
      ctx.lineTo(x, top);
      for (const y of [bottom, top]) {
        ctx.moveTo(x - 6, y);
        ctx.lineTo(x + 6, y);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}

/** Writes beside each supposed value that it is supposed, on whichever side there is room. */
export function supposedLabels(
  points: readonly ChartPoint[],
  textOf: (point: ChartPoint) => string,
  { ink, ground, font }: { ink: string; ground: string; font: string },
): Plugin<'line'> {
  return {
    id: 'supposedLabels',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { x: time, y: axis } = scales;
      if (time === undefined || axis === undefined) return;
      ctx.save();
      ctx.font = `600 13px ${font}`;
      ctx.lineWidth = 4;
      ctx.strokeStyle = ground;
      ctx.fillStyle = ink;
      ctx.textBaseline = 'middle';
      for (const point of points) {
        const [x, y] = [time.getPixelForValue(point.x), axis.getPixelForValue(point.y)];
        const text = textOf(point);
        const fits = x + 14 + ctx.measureText(text).width < chartArea.right;
        ctx.textAlign = fits ? 'left' : 'right';
        const at = [fits ? x + 13 : x - 13, y] as const;
        ctx.strokeText(text, ...at);
        ctx.fillText(text, ...at);
      }
      ctx.restore();
    },
  };
}
