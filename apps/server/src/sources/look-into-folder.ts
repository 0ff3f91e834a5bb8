import { constants, createReadStream, createWriteStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#contract';
import type { RefusedFile } from '#storage';
import type { Upload } from '../imports/upload.js';
import { type Brought, refusedFile } from './brought.js';
import {
  filesIn,
  freePath,
  type FoundFile,
  leftWorking,
  openPlaces,
  type Places,
  putBack,
  removeWorking,
  takeFile,
} from './folder-places.js';
import { spoolBrought } from './spooled-file.js';

/** What a look into a folder needs from outside. */
export interface FolderLook {
  /** Names this look. */
  readonly run: string;
  readonly limitBytes: number;
  readonly clock: () => Date;
  readonly importFile: (upload: Upload) => Promise<Brought>;
  /** The refused rows of an import as a file to mend. */
  readonly rejections: (importId: number) => AsyncIterable<string>;
  /** In words, why a file could not be imported just now; to be told of all that is thrown. */
  readonly failureWords: (error: unknown) => string;
  /** Asked before each file. */
  readonly stopping: () => boolean;
}

/** What a look came to. */
export interface FolderFindings {
  readonly imported: number;
  readonly refused: readonly RefusedFile[];
  /** One sentence per file that was put back. */
  readonly failed: readonly string[];
  readonly lastImport: number | null;
  /** Whether files were left that may be taken soon: still being written, or the process is stopping. */
  readonly left: boolean;
}

/**
 * Imports the files of a folder one by one, the oldest first, each moved to `done` or `refused` with its report
 * beside it. A file is moved aside before it is read, so that nobody else reads it too. What a look that died had
 * moved aside is taken first: importing it once more changes nothing.
 *
 * @throws errors of the file system when the folder cannot be looked into at all
 */
export async function lookIntoFolder(
  folder: { readonly path: string; readonly quietSeconds: number },
  look: FolderLook,
): Promise<FolderFindings> {
  const places = await openPlaces(folder.path, look.run);
  const findings = {
    imported: 0,
    refused: [] as RefusedFile[],
    failed: [] as string[],
    lastImport: null as number | null,
    left: false,
  };
  try {
    const abandoned = await leftWorking(places);
    const left = (await Promise.all(abandoned.map(filesIn))).flat();
    const found = await filesIn(places.root);
    const quietSince = places.now.getTime() - folder.quietSeconds * 1000;
    const quiet = found.filter(
      ({ changedAt }) => folder.quietSeconds === 0 || changedAt.getTime() <= quietSince,
    );
    findings.left = quiet.length < found.length;
    for (const file of [...left, ...quiet]) {
      if (look.stopping()) {
        findings.left = true;
        break;
      }
      await takeIn(file, places, look, findings);
    }
    for (const working of abandoned) await removeWorking(working);
  } finally {
    await removeWorking(places.working);
  }
  return findings;
}

type Findings = { -readonly [K in keyof FolderFindings]: FolderFindings[K] } & {
  refused: RefusedFile[];
  failed: string[];
};

async function takeIn(file: FoundFile, places: Places, look: FolderLook, findings: Findings): Promise<void> {
  const taken = await takeFile(file, places);
  if (taken === null) return;
  try {
    const brought = await importTaken(taken, file.name, look);
    await settle(taken, file.name, brought, places, look);
    if ('id' in brought.report) findings.lastImport = brought.report.id;
    if (brought.taken) findings.imported += 1;
    else findings.refused.push(refusedFile(file.name, brought.report));
  } catch (error) {
    findings.failed.push(`${file.name}：${look.failureWords(error)}`);
    await putBack(taken, places);
  }
}

async function importTaken(taken: string, name: string, look: FolderLook): Promise<Brought> {
  let upload: Upload;
  try {
    upload = await spoolBrought(await contentOf(taken), name, look.limitBytes);
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-large')
      return { taken: false, report: error.toProblem() };
    throw error;
  }
  try {
    return await look.importFile(upload);
  } finally {
    await upload.discard();
  }
}

/** Opened without following a link, which may have taken the file's place since it was looked at. */
async function contentOf(path: string): Promise<Readable> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  return createReadStream(path, { fd: handle });
}

/** Moves a file that was dealt with to where it belongs, its reports first: where the file is, they are. */
async function settle(
  taken: string,
  name: string,
  brought: Brought,
  places: Places,
  look: FolderLook,
): Promise<void> {
  const { report } = brought;
  const target = await freePath(brought.taken ? places.done : places.refused, name, look.clock());
  await writeWhole(`${target}.report.json`, [`${JSON.stringify(report, null, 2)}\n`]);
  if ('id' in report && report.rejectionCount > 0)
    await writeWhole(`${target}.rejections.csv`, look.rejections(report.id));
  await rename(taken, target);
}

/** Writes a file under another name first: whoever sees it sees all of it. */
async function writeWhole(path: string, content: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const unfinished = join(dirname(path), `.${parse(path).base}.tmp`);
  await pipeline(Readable.from(content), createWriteStream(unfinished));
  await rename(unfinished, path);
}
