// Makes one document in a thread of its own and ends (document-maker.ts). Plain JavaScript, because a thread cannot load
// TypeScript sources: tests and the built service run this same file.
// @ts-check
import { parentPort, workerData } from 'node:worker_threads';
import { writeDocx } from './write-docx.mjs';
import { writePdf } from './write-pdf.mjs';

const port = parentPort;
if (port === null) throw new Error('document-worker.mjs runs in a worker thread only');

/** @type {import('./document-order.js').DocumentOrder} */
const order = workerData;
const bytes = await (order.format === 'pdf' ? writePdf(order) : writeDocx(order));
port.postMessage({ bytes });
