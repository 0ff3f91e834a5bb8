import type { LayoutAnswers, LayoutQuestion } from '#contract';
import { readImportProfile, type Reader } from '#storage';
import { cellFault, type CellFault } from './cell-fault.js';
import { detectLayout, sampleRows } from './layouts/detect-layout.js';
import type { Detected } from './layouts/layout.js';
import { readRows, type FileRow } from './read-rows.js';
import { recognise, type Recognised } from './recognise.js';
import type { Reference } from './reference.js';

/** A file of which it is known how it is to be read, or what must be asked first. */
export interface UnderstoodFile {
  /** With the sheet that is read. */
  readonly recognised: Recognised;
  readonly detected: Detected;
  /** Name of the import profile whose answers were used. */
  readonly profile: string | null;
  /** The questions, as faults of the file. */
  readonly questionFaults: readonly CellFault[];
}

/**
 * Finds out how a file is to be read: from what is seen, from the answers that came with it, and from those kept for
 * files of its shape.
 * @param onRecognised told of the file as it is recognised a second time, for a sheet that was kept: to be discarded too.
 */
export async function understandFile(
  reader: Reader,
  file: Recognised,
  reference: Reference,
  upload: { readonly path: string; readonly answers?: LayoutAnswers },
  onRecognised: (file: Recognised) => void,
): Promise<UnderstoodFile> {
  const given = upload.answers ?? {};
  if (file.unclearSheet) {
    const kept = await readImportProfile(reader, sheetsFingerprint(file));
    const sheet = kept?.answers.sheet;
    if (kept && sheet !== undefined && file.sheets.includes(sheet)) {
      const recognised = await recognise(upload.path, { sheet });
      onRecognised(recognised);
      return understandSheet(reader, recognised, reference, { ...kept.answers, ...given }, kept.name);
    }
    const detected = unclearSheet(file);
    return { recognised: file, detected, profile: null, questionFaults: faultsOf(detected.questions) };
  }
  return understandSheet(reader, file, reference, given, null);
}

async function understandSheet(
  reader: Reader,
  recognised: Recognised,
  reference: Reference,
  given: LayoutAnswers,
  usedProfile: string | null,
): Promise<UnderstoodFile> {
  const sample = await firstRows(recognised);
  let profile = usedProfile;
  let detected = detectLayout(sample, reference, given);
  const kept = await readImportProfile(reader, detected.fingerprint);
  if (kept && Object.keys(given).length === 0) {
    detected = detectLayout(sample, reference, kept.answers);
    profile = kept.name;
  }
  // A workbook of which a person said the sheet is known by its sheets: only then is it not asked again.
  if (given.sheet !== undefined && recognised.sheets.length > 1)
    detected = { ...detected, fingerprint: sheetsFingerprint(recognised) };
  const questionFaults = detected.layout === null ? faultsOf(detected.questions) : [];
  return { recognised, detected, profile, questionFaults };
}

async function firstRows(file: Recognised): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const batch of readRows(file)) {
    rows.push(...batch);
    if (rows.length >= sampleRows) break;
  }
  return rows.slice(0, sampleRows);
}

function sheetsFingerprint(file: Recognised): string {
  return `sheets ${file.sheets.map((name) => name.replace(/\d+/g, '#')).join(' | ')}`;
}

function unclearSheet(file: Recognised) {
  const question: LayoutQuestion = {
    field: 'sheet',
    message: `工作簿里有 ${file.sheets.length} 个工作表都有数据，请选一个`,
    options: file.sheets.map((name) => ({ answer: name, label: name })),
    constant: false,
  };
  return {
    layout: null,
    questions: [question],
    understood: { titles: [], header: { first: 1, last: 1 }, fields: [], notes: [] },
    preamble: [],
    fingerprint: sheetsFingerprint(file),
  };
}

function faultsOf(questions: readonly LayoutQuestion[]): CellFault[] {
  return questions.map(({ field, message }) => cellFault(field, 'unclear-layout', '', message));
}
