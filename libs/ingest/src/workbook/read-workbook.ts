import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SheetLines } from './sheet-text.js';
import type { SheetEntry, WorkbookSource } from './workbook-cells.js';
import { notATable, workbookRefusals } from './workbook-refusals.js';
import { WorkbookThread } from './workbook-thread.js';

/** A workbook whose sheets lie as text in a folder of their own. */
export interface ReadWorkbook {
  /** Names of the sheets that may hold a table: visible, and not empty. */
  readonly sheets: readonly string[];
  /** The sheet to read; null when several may be meant. */
  readonly sheet: string | null;
  /** UTF-8 CSV of `sheet`, or of the first of `sheets` when that is null; line n is row n. */
  readonly textPath: string;
  /** What of the workbook nobody sees, as a sentence for a person; null when there is nothing of the kind. */
  readonly hidden: string | null;
  /** Deletes the text. */
  readonly discard: () => Promise<void>;
}

interface SpooledSheet {
  readonly name: string;
  readonly textPath: string;
  readonly rowsWithNumbers: number;
}

/** What the sheets' text may take on disk, in characters: a few cells far to the right can become many commas. */
const mostCharacters = 256 * 1024 * 1024;

/** One after the other, so that uploads that come together do not take many times the memory of one. */
let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * Reads the cells of a workbook in a thread of their own and writes the text of its sheets into a new temporary
 * folder, for the workbook may lie where nothing may be written.
 *
 * @param loadSource called when it is this workbook's turn: what it loads is held in memory.
 * @param wanted name of the one sheet to read; null for all that may hold a table.
 * @throws AppError not-a-table, with what the file is and what to do; then nothing is left in the folder.
 */
export function readWorkbook(
  loadSource: () => Promise<WorkbookSource>,
  wanted: string | null,
): Promise<ReadWorkbook> {
  const read = async () => {
    const thread = new WorkbookThread(await loadSource());
    try {
      return await inNewFolder((folder) => spoolSheets(thread, folder, wanted));
    } finally {
      await thread.end();
    }
  };
  const turn = lastTurn.then(read, read);
  lastTurn = turn;
  return turn;
}

async function inNewFolder(
  write: (folder: string) => Promise<Omit<ReadWorkbook, 'discard'>>,
): Promise<ReadWorkbook> {
  const folder = await mkdtemp(join(tmpdir(), `guanzhong-sheets-${process.pid}-`));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await write(folder)), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function spoolSheets(
  thread: WorkbookThread,
  folder: string,
  wanted: string | null,
): Promise<Omit<ReadWorkbook, 'discard'>> {
  const { sheets, date1904 } = await thread.opened();
  const candidates = sheets
    .map((sheet, index) => ({ ...sheet, index }))
    .filter(({ hidden, worksheet, empty }) => worksheet && !hidden && !empty);
  const names = candidates.map(({ name }) => name);
  if (names.length === 0) throw notATable(workbookRefusals.empty);
  const chosen = candidates.filter(({ name }) => wanted === null || name === wanted);
  if (chosen.length === 0)
    throw notATable(
      `工作簿里没有名为“${wanted}”的可读工作表；可读的有：${names.map((name) => `“${name}”`).join('、')}`,
    );

  const spooled: SpooledSheet[] = [];
  let charactersLeft = mostCharacters;
  async function* textOf(index: number, lines: SheetLines): AsyncGenerator<string> {
    for await (const rows of thread.rowsOf(index)) {
      const text = lines.of(rows);
      charactersLeft -= text.length;
      if (charactersLeft < 0) throw notATable(workbookRefusals['too-large']);
      yield text;
    }
  }
  for (const { name, index } of chosen) {
    const textPath = join(folder, `sheet-${index + 1}.csv`);
    const lines = new SheetLines(date1904);
    await pipeline(textOf(index, lines), createWriteStream(textPath));
    spooled.push({ name, textPath, rowsWithNumbers: lines.rowsWithNumbers });
  }
  const sheet = theOneToRead(spooled);
  return {
    sheets: names,
    sheet: sheet?.name ?? null,
    textPath: (sheet ?? spooled[0])?.textPath ?? '',
    hidden: hiddenSentence(sheets, sheet?.name ?? null),
  };
}

function hiddenSentence(sheets: readonly SheetEntry[], read: string | null): string | null {
  const { hiddenRows = [], hiddenColumns = [] } = sheets.find(({ name }) => name === read) ?? {};
  const parts = [
    ...(hiddenRows.length > 0 ? [`第 ${hiddenRows.join('、')} 行`] : []),
    ...(hiddenColumns.length > 0 ? [`${hiddenColumns.join('、')} 列`] : []),
  ];
  const unread = sheets.filter(({ hidden, worksheet, empty }) => hidden && worksheet && !empty);
  const sentences = [
    ...(parts.length > 0 ? [`${parts.join('和 ')}是隐藏的，也照样读取`] : []),
    ...(unread.length > 0 ? [`隐藏的工作表${unread.map(({ name }) => `“${name}”`).join('、')}没有读取`] : []),
  ];
  return sentences.length > 0 ? sentences.join('；') : null;
}

/** The only sheet, or the only one with a table of values: two rows that hold numbers, or at least one. */
function theOneToRead(sheets: readonly SpooledSheet[]): SpooledSheet | null {
  if (sheets.length === 1) return sheets[0] ?? null;
  const onlyWith = (least: number) => {
    const tables = sheets.filter(({ rowsWithNumbers }) => rowsWithNumbers >= least);
    return tables.length === 1 ? (tables[0] ?? null) : null;
  };
  // A form for a single value has one such row, its explanations have none.
  return onlyWith(2) ?? onlyWith(1);
}
