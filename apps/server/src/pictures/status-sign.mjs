// The sign of a status, the same as on the web page: known by its outline, without its colour.
// @ts-check
import { Path2D } from '@napi-rs/canvas';

/** On a square of 16. @type {Readonly<Record<import('#assessment').Status, { outline: string, sign: string }>>} */
const shapes = {
  achieved: { outline: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z', sign: 'M4.8 8.2 7.2 10.6 11.3 5.8' },
  onTrack: { outline: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z', sign: 'M5.2 10.8 10.6 5.4M6.4 5.2H10.8V9.6' },
  atRisk: { outline: 'M8 1 15.6 14.6H.4Z', sign: 'M8 6V9.6M8 12.1V12.3' },
  offTrack: { outline: 'M8 .4 15.6 8 8 15.6.4 8Z', sign: 'M8 4.4V8.8M8 11.3V11.5' },
  movingAway: { outline: 'M1.5 1.5H14.5V14.5H1.5Z', sign: 'M11 5 5.4 10.6M9.8 11H5.2V6.4' },
  missed: { outline: 'M5 .9H11L15.1 5V11L11 15.1H5L.9 11V5Z', sign: 'M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6' },
  notAssessed: { outline: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Z', sign: 'M5.2 8H10.8' },
};

/**
 * @param {import('@napi-rs/canvas').SKRSContext2D} context
 * @param {import('#assessment').Status} status
 * @param {{ x: number, y: number, size: number, ink: string, ground: string }} place its upper left corner
 */
export function drawStatusSign(context, status, { x, y, size, ink, ground }) {
  const outline = pathOf(shapes[status].outline);
  const sign = pathOf(shapes[status].sign);
  context.save();
  context.translate(x, y);
  context.scale(size / 16, size / 16);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (status === 'notAssessed') {
    context.strokeStyle = ink;
    context.lineWidth = 1.6;
    context.setLineDash([2.6, 1.6]);
    context.stroke(outline);
    context.setLineDash([]);
  } else {
    context.fillStyle = ink;
    context.fill(outline);
    context.strokeStyle = ground;
    context.lineWidth = 1.9;
  }
  context.stroke(sign);
  context.restore();
}

/** @param {string} commands as in an SVG */
function pathOf(commands) {
  return new Path2D(commands);
}
