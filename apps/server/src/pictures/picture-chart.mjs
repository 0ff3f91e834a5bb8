// The plot: axes, lines and points by Chart.js, and around them what is asked for, when, and where it leads.
// @ts-check
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { freestPlace } from './label-places.mjs';
import { markPath } from './picture-head.mjs';
import { font, fontFamily } from './picture-text.mjs';

/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./picture.js').PicturePlot} Plot */
/** @typedef {import('./label-places.mjs').Box} Box */
/** @typedef {import('@napi-rs/canvas').SKRSContext2D} Context */
/** From values to pixels. @typedef {{ x: (time: number) => number, y: (value: number) => number, area: Box }} Frame */

Chart.register(LinearScale, LineController, LineElement, PointElement);
Chart.defaults.font.family = fontFamily;

/**
 * @param {import('@napi-rs/canvas').Canvas | import('@napi-rs/canvas').SvgCanvas} canvas as large as the picture in CSS
 *   pixels; it gets as many pixels as the scale asks for
 * @param {{ picture: Picture, plot: Plot, scale: number }} what
 * @param {{ top: number, right: number, bottom: number, left: number }} padding around the plot and its labels
 * @param {(context: Context) => void} paintAround draws what stands outside it
 * @returns {{ area: Box, chart: Chart }} the chart must be destroyed, which clears the canvas
 */
export function drawChart(canvas, { picture, plot, scale }, padding, paintAround) {
  const { inks } = picture;
  /** @type {Frame | null} */
  let frame = null;
  const label = (/** @type {import('./picture.js').PictureAxis} */ axis) => (/** @type {unknown} */ value) =>
    axis.ticks.find(({ at }) => at === value)?.label ?? '';
  const axis = (/** @type {import('./picture.js').PictureAxis} */ { from, to, ticks }) => ({
    type: 'linear',
    min: from,
    max: to,
    afterBuildTicks: (/** @type {{ ticks: unknown }} */ built) => {
      built.ticks = ticks.map(({ at }) => ({ value: at }));
    },
  });
  const chart = new Chart(/** @type {never} */ (canvas), {
    type: 'line',
    // Chart.js draws the first one last, above the others.
    data: {
      datasets: /** @type {never} */ (plot.lines.toReversed().map((line) => datasetOf(line, inks.ground))),
    },
    options: /** @type {never} */ ({
      animation: false,
      responsive: false,
      devicePixelRatio: scale,
      events: [],
      parsing: false,
      layout: { padding },
      scales: {
        x: {
          ...axis(plot.x),
          ticks: {
            color: inks.soft,
            font: { size: 12 },
            maxRotation: 0,
            autoSkip: false,
            callback: label(plot.x),
          },
          grid: { color: inks.grid, tickColor: inks.soft },
          border: { color: inks.soft },
        },
        y: {
          ...axis(plot.y),
          ticks: {
            color: inks.soft,
            font: { size: 12 },
            autoSkip: true,
            autoSkipPadding: 6,
            callback: label(plot.y),
          },
          grid: { color: inks.grid, drawTicks: false },
          border: { display: plot.y.cut, color: inks.soft },
        },
      },
    }),
    plugins: [
      {
        id: 'surroundings',
        // Chart.js clears the canvas before it draws, so nothing can be painted before.
        beforeDraw({ ctx }) {
          paintAround(/** @type {never} */ (ctx));
        },
        beforeDatasetsDraw({ ctx, chartArea, scales }) {
          const { x, y } = /** @type {Record<string, import('chart.js').Scale>} */ (scales);
          if (x === undefined || y === undefined) throw new Error('Chart.js built no axes.');
          const { left, top, right, bottom } = chartArea;
          frame = {
            x: (time) => x.getPixelForValue(time),
            y: (value) => y.getPixelForValue(value),
            area: { left, top, right, bottom },
          };
          drawSurroundings(/** @type {never} */ (ctx), picture, plot, frame);
        },
        afterDatasetsDraw({ ctx }) {
          if (frame !== null) drawLabels(/** @type {never} */ (ctx), picture, plot, frame);
        },
      },
    ],
  });
  if (frame === null) throw new Error('Chart.js drew nothing.');
  return { area: /** @type {Frame} */ (frame).area, chart };
}

/**
 * @param {import('./picture.js').PictureLine} line
 * @param {string} ground
 */
function datasetOf({ ink, mark, dashed, joined, points }, ground) {
  const radius = mark === null ? 0 : points.length > 120 ? 2 : points.length > 40 ? 3 : 4;
  return {
    data: points,
    // A point on the edge of the frame is drawn whole.
    clip: 8,
    showLine: joined,
    borderColor: ink,
    borderWidth: dashed ? 1.75 : 2.25,
    borderDash: dashed ? [6, 4] : [],
    borderJoinStyle: 'round',
    // What lies between two values is not known: straight, never smoothed.
    tension: 0,
    segment: {
      borderDash: (/** @type {{ p1DataIndex: number }} */ { p1DataIndex }) =>
        points[p1DataIndex]?.afterGap ? [1.5, 4.5] : undefined,
      borderWidth: (/** @type {{ p1DataIndex: number }} */ { p1DataIndex }) =>
        points[p1DataIndex]?.afterGap ? 1.75 : undefined,
    },
    pointStyle: mark ?? false,
    pointRadius: joined ? radius : 3.5,
    pointBorderColor: ink,
    pointBorderWidth: joined ? 2 : 1.25,
    pointBackgroundColor: points.map(({ hollow }) => (hollow ? ground : ink)),
  };
}

/**
 * Below the lines: the forecast, the levels and the deadline.
 * @param {Context} context
 * @param {Picture} picture
 * @param {Plot} plot
 * @param {Frame} frame
 */
function drawSurroundings(context, { inks }, plot, { x, y, area }) {
  context.save();
  if (plot.forecast !== null) drawForecast(context, inks, plot.forecast, { x, y, area });
  if (plot.due !== null) {
    context.strokeStyle = inks.soft;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    stroke(context, [x(plot.due.x), area.top], [x(plot.due.x), area.bottom]);
    context.setLineDash([]);
  }
  context.strokeStyle = inks.goal;
  context.fillStyle = inks.goal;
  context.lineWidth = 1.5;
  for (const level of plot.levels) {
    stroke(context, [area.left, y(level.y)], [area.right, y(level.y)]);
    if (plot.due === null) continue;
    markPath(context, 'rectRot', x(plot.due.x), y(level.y), 5.5);
    context.fill();
  }
  if (plot.y.cut) drawCut(context, inks, area);
  context.restore();
}

/**
 * The interval opens from the newest value on, where nothing is uncertain yet, to the due period, where it is meant.
 * @param {Context} context
 * @param {import('./inks.js').Inks} inks
 * @param {import('./picture.js').PictureForecast} forecast
 * @param {Frame} frame
 */
function drawForecast(context, inks, forecast, { x, y }) {
  const [end, low, high] = [x(forecast.x), y(forecast.lower), y(forecast.upper)];
  const from = /** @type {const} */ ([x(forecast.from.x), y(forecast.from.y)]);
  context.fillStyle = inks.band;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(end, high);
  context.lineTo(end, low);
  context.closePath();
  context.fill();
  context.strokeStyle = inks.forecast;
  context.lineWidth = 2;
  stroke(context, [end, low], [end, high]);
  for (const edge of [low, high]) stroke(context, [end - 6, edge], [end + 6, edge]);
  context.setLineDash([2, 4]);
  stroke(context, from, [end, y(forecast.y)]);
  context.setLineDash([]);
  markPath(context, 'triangle', end, y(forecast.y), 6);
  context.fillStyle = inks.ground;
  context.fill();
  context.stroke();
}

/**
 * Two strokes across the foot of the vertical axis: it does not begin at 0.
 * @param {Context} context
 * @param {import('./inks.js').Inks} inks
 * @param {Box} area
 */
function drawCut(context, inks, { left, bottom }) {
  const at = bottom - 11;
  context.strokeStyle = inks.ground;
  context.lineWidth = 4;
  stroke(context, [left, at - 2], [left, at + 2]);
  context.strokeStyle = inks.soft;
  context.lineWidth = 1.5;
  for (const shift of [-2.5, 2.5]) stroke(context, [left - 4, at + shift + 2], [left + 4, at + shift - 2]);
}

/**
 * @param {Context} context
 * @param {readonly [number, number]} from
 * @param {readonly [number, number]} to
 */
function stroke(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/**
 * Above the lines: what the levels are, when the target is due, and the newest value.
 * @param {Context} context
 * @param {Picture} picture
 * @param {Plot} plot
 * @param {Frame} frame
 */
function drawLabels(context, { inks }, plot, { x, y, area }) {
  const spots = plot.lines
    .filter(({ joined }) => joined)
    .map(({ points }) => points.map((point) => ({ x: x(point.x), y: y(point.y) })));
  /** @type {import('./label-places.mjs').Segment[]} */
  const segments = spots.flatMap((line) =>
    line.slice(1).map((spot, index) => /** @type {const} */ ([line[index] ?? spot, spot])),
  );
  for (const level of plot.levels)
    segments.push([
      { x: area.left, y: y(level.y) },
      { x: area.right, y: y(level.y) },
    ]);
  if (plot.due !== null)
    segments.push([
      { x: x(plot.due.x), y: area.top },
      { x: x(plot.due.x), y: area.bottom },
    ]);
  if (plot.forecast !== null) {
    const { forecast } = plot;
    const [end, from] = [x(forecast.x), { x: x(forecast.from.x), y: y(forecast.from.y) }];
    segments.push([from, { x: end, y: y(forecast.y) }]);
    for (const edge of [forecast.lower, forecast.upper]) segments.push([from, { x: end, y: y(edge) }]);
  }
  /** @type {Box[]} Points are covered less gladly than lines. */
  const taken = spots.flat().map((spot) => around(spot.x, spot.y, 9, 9));
  const put = (
    /** @type {{ text: string, ink: string, size: number, bold: boolean, dispensable?: boolean }} */ label,
    /** @type {(width: number, height: number) => Box[]} */ places,
  ) => {
    const { text, ink, size, bold, dispensable = false } = label;
    context.font = font(size, bold);
    const [width, height] = [context.measureText(text).width + 4, size + 4];
    const { box, free } = freestPlace(places(width, height), { area, segments, taken });
    if (dispensable && !free) return;
    taken.push(box);
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = inks.ground;
    context.fillStyle = ink;
    context.textBaseline = 'middle';
    const at = /** @type {const} */ ([box.left + 2, (box.top + box.bottom) / 2]);
    context.strokeText(text, ...at);
    context.fillText(text, ...at);
  };
  context.save();
  for (const level of plot.levels) {
    const height = y(level.y);
    put({ text: level.label, ink: inks.goal, size: 13, bold: true }, (w, h) =>
      [area.left + 6, (area.left + area.right - w) / 2, area.right - w - 6].flatMap((left) => [
        { left, top: height - h - 3, right: left + w, bottom: height - 3 },
        { left, top: height + 3, right: left + w, bottom: height + h + 3 },
      ]),
    );
  }
  if (plot.newest !== null) {
    const [px, py] = [x(plot.newest.x), y(plot.newest.y)];
    put({ text: plot.newest.label, ink: inks.actual, size: 13, bold: true }, (w, h) =>
      [14, 22, 34].flatMap((off) => [
        around(px, py - off, w, h),
        around(px, py + off, w, h),
        around(px - w / 2 - 2, py - off, w, h),
        around(px + w / 2 + 2, py + off, w, h),
        around(px + w / 2 + 2, py - off, w, h),
        around(px - w / 2 - 2, py + off, w, h),
        around(px - w / 2 - off + 4, py, w, h),
        around(px + w / 2 + off - 4, py, w, h),
      ]),
    );
  }
  if (plot.due !== null) {
    const at = x(plot.due.x);
    // The axis says when that is, where there is no room.
    put({ text: plot.due.label, ink: inks.soft, size: 12, bold: false, dispensable: true }, (w, h) =>
      [area.bottom - h - 4, area.top + 2, (area.top + area.bottom - h) / 2].flatMap((top) => [
        { left: at - w - 5, top, right: at - 5, bottom: top + h },
        { left: at + 5, top, right: at + 5 + w, bottom: top + h },
      ]),
    );
  }
  context.restore();
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
function around(x, y, width, height) {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
