// Runs in a worker thread, with bounded memory, and is ended when it takes too long (read-workbook.ts). Plain
// JavaScript, because a thread cannot load TypeScript sources: tests and the built service run this same file.
// @ts-check
import { parentPort, workerData } from 'node:worker_threads';
import { cellsOf, hiddenParts, openWorkbook, Unreadable } from './workbook-content.mjs';

/** How many cells, blank ones counted, are sent at once: enough to be fast, few enough not to pile up. */
const cellsAtOnce = 20_000;

const port = parentPort;
if (port === null) throw new Error('workbook-worker.mjs runs in a worker thread only');

/** @type {(message: import('./workbook-cells.js').WorkerAnswer) => void} */
const answer = (message) => port.postMessage(message);

/** @param {() => void | Promise<void>} work */
async function orUnreadable(work) {
  try {
    await work();
  } catch (error) {
    // What the parser throws at a broken file has no type of its own; its words are kept for the log.
    const reason = error instanceof Unreadable ? error.reason : 'damaged';
    answer({ answer: 'unreadable', reason, detail: String(error) });
  }
}

await orUnreadable(async () => {
  const { sheets, date1904 } = await openWorkbook(workerData);
  answer({
    answer: 'opened',
    date1904,
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      hidden: sheet.hidden,
      worksheet: sheet.worksheet,
      empty: cellsOf(sheet.rows).next().done === true,
      ...hiddenParts(sheet),
    })),
  });
  /** @type {Map<number, Generator<import('./workbook-cells.js').SheetRow>>} */
  const begun = new Map();
  port.on('message', (/** @type {import('./workbook-cells.js').WorkerQuestion} */ { sheet }) =>
    orUnreadable(() => {
      const rows = begun.get(sheet) ?? cellsOf(sheets[sheet]?.rows ?? []);
      begun.set(sheet, rows);
      answer(nextRows(rows));
    }),
  );
});

/**
 * @param {Generator<import('./workbook-cells.js').SheetRow>} rows
 * @returns {import('./workbook-cells.js').WorkerAnswer}
 */
function nextRows(rows) {
  const batch = [];
  for (let cells = 0; cells < cellsAtOnce;) {
    const next = rows.next();
    if (next.done) return { answer: 'rows', rows: batch, last: true };
    batch.push(next.value);
    cells += 1 + (next.value.cells.at(-1)?.column ?? 0);
  }
  return { answer: 'rows', rows: batch, last: false };
}
