// Draws pictures in a worker thread, one after the other (drawing-thread.ts). Plain JavaScript, because a thread cannot
// load TypeScript sources: tests and the built service run this same file.
// @ts-check
import { parentPort } from 'node:worker_threads';
import { drawPicture } from './draw-picture.mjs';
import { registerFonts } from './picture-text.mjs';

const port = parentPort;
if (port === null) throw new Error('drawing-worker.mjs runs in a worker thread only');

registerFonts();

port.on('message', (/** @type {import('./drawing-thread.js').DrawingOrder} */ { picture, format }) => {
  /** @type {import('./drawing-thread.js').DrawingAnswer} */
  let answer;
  try {
    answer = { drawn: drawPicture(picture, format) };
  } catch (error) {
    // This picture cannot be drawn; the next one may be.
    answer = { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  port.postMessage(answer);
});
