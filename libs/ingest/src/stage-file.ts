import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { closeStaging, openStaging, stagingLine, type Tx } from '#storage';
import type { ObservationDraft } from './interpret-row.js';
import { noRows, readLong, type ReadRow } from './read-long.js';
import { readRows } from './read-rows.js';
import type { Recognised } from './recognise.js';
import type { Reference } from './reference.js';
import type { RejectionLog } from './rejection-log.js';
import { SeriesNumbers } from './series-numbers.js';

/** What was read of a file. */
export interface FileTally {
  readonly header: readonly string[];
  /** Whether the header has a fault: then no row of the file can be trusted, and none may land. */
  readonly headerRefused: boolean;
  readonly rowsRead: number;
  readonly rowsRefused: number;
}

interface StageOptions {
  readonly importId: number;
  readonly path: string;
  readonly file: Recognised;
  readonly reference: Reference;
  readonly rejections: RejectionLog;
  /** A connection besides the transaction's own, which COPY occupies. */
  readonly beside: Tx;
  readonly onProgress: (rowsRead: number) => void;
}

/**
 * Streams a file's rows into the staging table and its faults into the rejections, then creates the series that are
 * new. COPY's pace is the reader's pace, so that memory does not grow with the file.
 */
export async function stageFile(tx: Tx, options: StageOptions): Promise<FileTally> {
  const { importId, path, file, reference, rejections, onProgress } = options;
  const series = await SeriesNumbers.read(tx, options.beside);
  let header: readonly string[] = [];
  let headerLine = 1;
  let headerRefused = false;
  let rowsRead = 0;
  let rowsRefused = 0;

  async function stagingLines(row: ReadRow): Promise<string> {
    let lines = '';
    for (const draft of row.observations)
      lines += stagingLine(importId, stagedRow(row.line, draft, await series.idOf(draft.series)));
    return lines;
  }

  async function* copyText(): AsyncGenerator<string> {
    for await (const batch of readLong(readRows(path, file), reference)) {
      if (batch.header) {
        header = batch.header.cells;
        headerLine = batch.header.line;
        headerRefused = batch.header.faults.length > 0;
        await rejections.add(headerLine, [], batch.header.faults);
      }
      let text = '';
      for (const row of batch.rows) {
        rowsRead += 1;
        if (row.faults.length > 0) {
          rowsRefused += 1;
          await rejections.add(row.line, row.cells, row.faults);
        } else text += await stagingLines(row);
      }
      onProgress(rowsRead);
      if (text !== '') yield text;
    }
  }

  await pipeline(Readable.from(copyText()), await openStaging(tx));
  if (rowsRead === 0 && !headerRefused) await rejections.add(headerLine + 1, [], [noRows()]);
  await series.createNew(tx);
  await closeStaging(tx);
  return { header, headerRefused, rowsRead, rowsRefused };
}

function stagedRow(line: number, draft: ObservationDraft, seriesId: string) {
  return {
    line,
    seriesId,
    periodStart: draft.period.start,
    periodEnd: draft.period.end,
    value: draft.value,
    status: draft.status,
    released: draft.released,
    knownFrom: draft.knownFrom,
    comment: draft.comment,
    source: draft.source,
  };
}
