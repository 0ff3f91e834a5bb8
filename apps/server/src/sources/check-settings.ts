/** What of a source's settings only the world can say: is there such a folder, does the cron ever come due. */
import { realpath } from 'node:fs/promises';
import { AppError, type FieldFault } from '#contract';
import { type NamedSource, readOrganisations, readSources, type Reader } from '#storage';
import { addressFault } from './fetch-changed.js';
import { folderFault, isFileError } from './folder-places.js';
import { cronFault } from './schedule.js';

/**
 * Refuses settings that could not work, every fault with its field. The folder is looked at by the process that
 * answers: where several run, all of them must see it under the same path.
 * @throws AppError invalid-request, or unknown-name when only the organisation is at fault
 */
export async function checkSettings(
  reader: Reader,
  source: NamedSource,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<void> {
  const faults: FieldFault[] = [];
  const cron = cronFault(source.cron, now, timeZone);
  if (cron !== null) faults.push({ path: 'cron', code: 'invalid-cron', message: `${source.cron}: ${cron}` });
  if (source.kind === 'folder') {
    const fault = (await folderFault(source.path)) ?? (await sharedFault(reader, source.name, source.path));
    if (fault !== null) faults.push({ path: 'path', code: 'unusable-folder', message: fault });
  } else {
    const url = new URL(source.url);
    if (url.username !== '' || url.password !== '')
      faults.push({
        path: 'url',
        code: 'credentials-in-url',
        message: 'must not carry a name and password; put them into authorization ("Basic …")',
      });
    const fault = addressFault(url, source.allowPrivateAddress);
    if (fault !== null) faults.push({ path: 'url', code: 'private-address', message: fault });
  }
  if (faults.length > 0)
    throw new AppError('invalid-request', 'Some settings of the source cannot be used; see errors.', faults);
  await checkOrganisation(reader, source.organisation);
}

/** Two sources in one folder would take each other's files. */
async function sharedFault(reader: Reader, name: string, path: string): Promise<string | null> {
  const real = await realpath(path);
  for (const { settings } of await readSources(reader)) {
    if (settings.name === name || settings.kind !== 'folder') continue;
    if ((await realPathOf(settings.path)) === real) return `is the folder of source ${settings.name} already`;
  }
  return null;
}

async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    // Gone, or not reachable just now.
    if (isFileError(error)) return path;
    throw error;
  }
}

async function checkOrganisation(reader: Reader, code: string | null): Promise<void> {
  if (code === null || (await readOrganisations(reader)).some((organisation) => organisation.code === code))
    return;
  const message = `There is no organisation ${code}.`;
  throw new AppError('unknown-name', message, [{ path: 'organisation', code: 'unknown-name', message }]);
}
