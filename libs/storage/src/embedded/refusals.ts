import { types } from 'node:util';
import { AppError } from '#contract';

/** Whether an error carries one of these codes, of the system's (`ENOENT`) or of Postgres's (`57P03`). */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return types.isNativeError(error) && 'code' in error && codes.some((code) => code === error.code);
}

const advice: readonly (readonly [symptom: RegExp, whatToDo: string])[] = [
  [/No space left on device|ENOSPC/, 'The disk is full: free some space and start again.'],
  [
    /Read-only file system|EROFS/,
    'The disk is read-only: mount it for writing, or name another folder in DATA_DIR.',
  ],
  [
    /not compatible with this version|was initialized by PostgreSQL version/,
    'The data was written by another major version of Postgres: start with the release that wrote it, export, ' +
      'and import into a new data folder.',
  ],
  [
    /invalid permissions|wrong ownership/,
    'Give the folder pgdata and all in it back to the account that Postgres runs as, with mode 0700.',
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM/,
    'An account may not read or write there: start as the owner of the data folder, give the folder to that ' +
      'account, or name another folder in DATA_DIR.',
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory|could not create semaphores/,
    'The system refuses the memory that Postgres asks for (some 200 MB): free memory or raise the limit.',
  ],
  [
    /could not locate a valid checkpoint record|invalid primary checkpoint|could not open file "global\/|invalid data in file/,
    'The data folder is damaged: put a backup of it back.',
  ],
];

/** What a person can do about a failure with this text; DATABASE_URL is always a way out. */
function whatToDo(text: string): string {
  const known = advice.find(([symptom]) => symptom.test(text))?.[1];
  return known ?? 'Put right what the lines above say, or name a database of your own in DATABASE_URL.';
}

/** The refusal for a Postgres program that failed, with the end of what it wrote. */
export function programFailure(what: string, output: string): AppError {
  const tail = output.trim().split('\n').slice(-12).join('\n');
  return new AppError('database-unavailable', `${what}\n${tail}\n${whatToDo(output)}`);
}

/**
 * Turns an error of the file system or of starting a program that a person can put right (disk full, permission)
 * into a refusal that says how. Every other error is answered as it came.
 */
export function asRefusal(error: unknown, dataDir: string): unknown {
  if (!types.isNativeError(error) || !hasCode(error, 'ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'))
    return error;
  const detail = `The database in ${dataDir} cannot be started: ${error.message}. ${whatToDo(error.message)}`;
  return new AppError('database-unavailable', detail, [], { cause: error });
}
