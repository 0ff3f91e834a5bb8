/** The layout of a source's folder on disk: what lies in it, and moves between its places that lose nothing. */
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { access, link, lstat, mkdir, mkdtemp, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { isAbsolute, join, parse } from 'node:path';
import iconv from 'iconv-lite';
import { AppError } from '#contract';

const workingPrefix = '.working-';

/** Hidden files, those that other programs are still writing, lock files of Excel and WPS, and what Windows leaves. */
const passedOver =
  /^\.|^~\$|\.(?:tmp|temp|part|partial|crdownload|filepart|lock|swp)$|^(?:thumbs\.db|desktop\.ini)$/i;

/** Room for the endings of the reports within the 255 bytes that a name may have. */
const longestName = 200;

export interface Places {
  readonly root: string;
  readonly done: string;
  readonly refused: string;
  /** Of this look alone. */
  readonly working: string;
  /** What the folder's own clock said when the look began: another machine may keep it. */
  readonly now: Date;
}

/** A file in the folder. */
export interface FoundFile {
  readonly name: string;
  /** As the file system spells it, which need not be UTF-8. */
  readonly path: Buffer;
  /** When its content was written. */
  readonly modifiedAt: Date;
  /** When anything of it last changed, its place and name included. */
  readonly changedAt: Date;
}

/** Why a folder cannot serve; null when it can: absolute, a folder, and files in it can be read, made and moved. */
export async function folderFault(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return 'must be an absolute path';
  try {
    if (!(await stat(path)).isDirectory()) return 'is not a folder';
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    // Permissions do not tell all: the share may be mounted read-only, the disk may be full.
    await rmdir(await mkdtemp(join(path, '.trial-')));
    return null;
  } catch (error) {
    if (isFileError(error)) return `cannot be read and written by this process: ${error.message}`;
    throw error;
  }
}

/**
 * Makes the places of one look.
 * @throws AppError conflict when one is a link, which would carry files out of the folder
 */
export async function openPlaces(root: string, run: string): Promise<Places> {
  const places = {
    root,
    done: join(root, 'done'),
    refused: join(root, 'refused'),
    working: join(root, workingPrefix + run),
  };
  for (const place of [places.done, places.refused]) {
    await makeFolder(place);
    if (!(await lstat(place)).isDirectory())
      throw new AppError('conflict', `${place} 是链接，文件会被移出来源的文件夹；请换成真正的文件夹`);
  }
  await mkdir(places.working);
  const { mtime } = await stat(places.working);
  return { ...places, now: mtime };
}

/** Not with its parents: where the folder itself is gone (a share that is not mounted), none is made in its stead. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!hasCode(error, ['EEXIST'])) throw error;
  }
}

/** The files to take, the oldest first: of two about the same, the later has the last word. Links and folders are passed over. */
export async function filesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const spelled of await readdir(folder, { encoding: 'buffer' })) {
    // Windows' own FTP clients leave names in GB18030.
    const name = isUtf8(spelled) ? spelled.toString('utf8') : iconv.decode(spelled, 'gb18030');
    if (passedOver.test(name)) continue;
    const path = Buffer.concat([Buffer.from(join(folder, '/')), spelled]);
    const status = await statusOf(path);
    if (!status?.isFile()) continue;
    // The second moves with every write and cannot be set: a copy that keeps the old date is not taken half-way.
    const changedAt = new Date(Math.max(status.mtimeMs, status.ctimeMs));
    found.push({ name, path, modifiedAt: status.mtime, changedAt });
  }
  return found.toSorted(
    (a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.name < b.name ? -1 : 1),
  );
}

/** The working folders of looks that did not come to their end. Only whoever holds the claim may ask. */
export async function leftWorking({ root, working }: Places): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(workingPrefix))
    .map((entry) => join(root, entry.name))
    .filter((path) => path !== working);
}

/** Moves a file to the working folder; null when it is gone, or one of its name lies there already. */
export async function takeFile(file: FoundFile, { working }: Places): Promise<string | null> {
  const taken = join(working, file.name);
  if (await statusOf(taken)) return null;
  try {
    await rename(file.path, taken);
  } catch (error) {
    if (hasCode(error, ['ENOENT'])) return null;
    throw error;
  }
  return taken;
}

/**
 * Puts a taken file back, unless one of its name has come meanwhile: then it stays in the working folder, and the
 * next look takes it from there.
 */
export async function putBack(taken: string, { root }: Places): Promise<void> {
  try {
    // Unlike a rename, a link never replaces what is there.
    await link(taken, join(root, parse(taken).base));
    await unlink(taken);
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
}

/** Removes a working folder unless something is in it. */
export async function removeWorking(working: string): Promise<void> {
  try {
    await rmdir(working);
  } catch (error) {
    if (!hasCode(error, ['ENOTEMPTY', 'EEXIST', 'ENOENT'])) throw error;
  }
}

/** A path in `place` for a file of that name; with the time in it when one of the name is there. */
export async function freePath(place: string, name: string, now: Date): Promise<string> {
  const { name: base, ext } = parse(shortened(name));
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  for (let count = 0; ; count += 1) {
    const mark = ['', `-${time}`][count] ?? `-${time}-${count}`;
    const path = join(place, `${base}${mark}${ext}`);
    if (!(await statusOf(path))) return path;
  }
}

function shortened(name: string): string {
  const { name: base, ext } = parse(name);
  let kept = base;
  while (kept.length > 1 && Buffer.byteLength(kept + ext) > longestName)
    kept = [...kept].slice(0, -1).join('');
  return kept + ext;
}

async function statusOf(path: string | Buffer) {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, ['ENOENT'])) return null;
    throw error;
  }
}

/** An error of the file system, by shape: Node's own may come from another realm. */
export function isFileError(error: unknown): error is Error & { code: string; syscall: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/.test(error.code) &&
    'syscall' in error &&
    'message' in error
  );
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return isFileError(error) && codes.includes(error.code);
}
