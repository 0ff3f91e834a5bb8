import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { rejectionsCsv } from '#ingest';
import {
  type Database,
  isDatabaseUnavailable,
  type RefusedFile,
  type SourceRunEnd,
  type StoredSource,
} from '#storage';
import type { Clock } from '../runtime.module.js';
import { fetchChanged, type HttpPlace } from './fetch-changed.js';
import { isFileError } from './folder-places.js';
import { refusalSentence, refusedFile, refusedTogether } from './brought.js';
import { importBrought } from './import-brought.js';
import { lookIntoFolder } from './look-into-folder.js';

/** What a look at a source needs from outside. */
export interface LookSetting {
  readonly database: Database;
  readonly configuration: Pick<Configuration, 'timeZone' | 'maxUploadBytes'>;
  readonly clock: Clock;
  /** Told of errors that nobody expects: ours, not the source's. */
  readonly onFault: (error: unknown) => void;
  /** Aborted when the process stops: what is under way is finished, nothing else begun. */
  readonly stopping: AbortSignal;
  /** Aborted when the claim was lost to another: nothing may land any more. */
  readonly lost: AbortSignal;
  /** Names this look. */
  readonly run: string;
}

export type LookEnd = SourceRunEnd & {
  /** What was refused, be the rest as it may; null: nothing was. */
  readonly refused: RefusedFile | null;
};

const nothing = {
  error: null,
  broughtNew: false,
  lastImport: null,
  content: null,
  again: false,
  refused: null,
};

/** Looks at a source once and imports what it brings. Null: it was broken off and is as if it had not begun. */
export async function lookAt(source: StoredSource, setting: LookSetting): Promise<LookEnd | null> {
  const { settings } = source;
  try {
    return settings.kind === 'folder'
      ? await lookAtFolder(source, settings, setting)
      : await lookAtAddress(source, { ...settings, authorization: settings.authorization ?? null }, setting);
  } catch (error) {
    if (setting.stopping.aborted || setting.lost.aborted) return null;
    return { ...nothing, outcome: 'failed', error: failureWords(error, setting) };
  }
}

async function lookAtFolder(
  { settings }: StoredSource,
  folder: { readonly path: string; readonly quietSeconds: number },
  setting: LookSetting,
): Promise<LookEnd> {
  const found = await lookIntoFolder(folder, {
    run: setting.run,
    limitBytes: setting.configuration.maxUploadBytes,
    clock: setting.clock,
    importFile: (upload) => importBrought(settings, upload, importSetting(setting)),
    rejections: (importId) => rejectionsCsv(setting.database.manager, importId),
    failureWords: (error) => failureWords(error, setting),
    stopping: () => setting.stopping.aborted || setting.lost.aborted,
  });
  const { imported, refused, failed, lastImport, left } = found;
  const outcome =
    failed.length > 0 ? 'failed' : refused.length > 0 ? 'refused' : imported > 0 ? 'imported' : 'nothingNew';
  return {
    ...nothing,
    outcome,
    error: firstOf([...failed, ...refused.map(refusalSentence)]),
    broughtNew: imported > 0,
    lastImport,
    again: left,
    refused: refusedTogether(refused),
  };
}

function firstOf(sentences: readonly string[]): string | null {
  const [first] = sentences;
  if (first === undefined) return null;
  return sentences.length === 1 ? first : `${first}（另有 ${sentences.length - 1} 个文件）`;
}

async function lookAtAddress(
  { settings, etag, lastModified, contentSha256 }: StoredSource,
  place: HttpPlace,
  setting: LookSetting,
): Promise<LookEnd> {
  const fetched = await fetchChanged(
    place,
    { etag, lastModified },
    {
      limitBytes: setting.configuration.maxUploadBytes,
      signal: AbortSignal.any([setting.stopping, setting.lost]),
    },
  );
  if (fetched.state === 'failed') return { ...nothing, outcome: 'failed', error: fetched.error };
  if (fetched.state === 'notModified') return { ...nothing, outcome: 'nothingNew' };
  const { upload } = fetched;
  try {
    // A server without ETag sends the same again and again; what was refused stays refused until it changes.
    if (upload.sha256 === contentSha256) return { ...nothing, outcome: 'nothingNew' };
    const { taken, report } = await importBrought(settings, upload, importSetting(setting));
    const lastImport = 'id' in report ? report.id : null;
    const { sha256 } = upload;
    if (taken)
      return {
        ...nothing,
        outcome: 'imported',
        broughtNew: true,
        lastImport,
        content: { etag: fetched.etag, lastModified: fetched.lastModified, sha256 },
      };
    const refused = refusedFile(upload.name, report);
    return {
      ...nothing,
      outcome: 'refused',
      error: refusalSentence(refused),
      lastImport,
      content: { etag: null, lastModified: null, sha256 },
      refused,
    };
  } finally {
    await upload.discard();
  }
}

function importSetting({ database, configuration, clock, lost }: LookSetting) {
  return { database, timeZone: configuration.timeZone, clock, signal: lost };
}

/** What kept a source from being read or a file from being imported; what nobody expects is told to `onFault` too. */
function failureWords(error: unknown, { onFault, lost }: LookSetting): string {
  if (isDatabaseUnavailable(error)) return '数据库连接中断';
  if (error instanceof AppError) return error.detail;
  if (isFileError(error)) return `文件无法读写：${error.message}`;
  if (lost.aborted) return '已由另一个进程接手';
  onFault(error);
  return '服务内部出错，见服务日志';
}
