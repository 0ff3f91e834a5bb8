import { AppError, type FieldFault, type Receiver, type ShownReceiver } from '#contract';
import { isSameJson, type ReceiverMade, type VersionedReceiver } from '#storage';
import { shownReceiver } from './shown-receiver.js';

/**
 * Lets a change of a receiver through that was made on the one there is, or that says of none on which it was made: as a
 * script's, which knows it whole.
 * @param replaced the version that it was made on; 0: there was none of that name
 * @throws AppError conflict, with one entry of `errors` for each field that was changed meanwhile. Secrets, and what of an
 *   address lets one in, are said to have changed and not shown.
 */
export function checkReceiverReplaced(
  name: string,
  replaced: number | undefined,
  stored: VersionedReceiver | null,
): void {
  if (replaced === undefined || replaced === (stored?.made.version ?? 0)) return;
  if (stored === null)
    throw new AppError('conflict', `There is no receiver ${name} to replace: send version 0 for a new one.`);
  const { version, changedAt, changedBy } = stored.made;
  const by = `${changedBy ?? 'somebody unknown'}${changedAt ? ` at ${changedAt.toISOString()}` : ''}`;
  const since = `It is at version ${version}, made by ${by}.`;
  throw new AppError(
    'conflict',
    replaced === 0
      ? `There is a receiver ${name} already. ${since}`
      : `Somebody has changed the receiver ${name} meanwhile: read it again, and put the change on that. ${since}`,
    replaced === 0 ? [] : changedSince(stored, replaced),
  );
}

/** The next version of a receiver; the stored one where it says the same. */
export function nextVersion(
  receiver: Receiver,
  stored: VersionedReceiver | null,
  change: { readonly at: Date; readonly by: string },
): ReceiverMade {
  const fields = stored === null ? [] : changedFields(stored.receiver, receiver);
  if (stored !== null && fields.length === 0) return stored.made;
  const version = (stored?.made.version ?? 0) + 1;
  const changedIn = { ...stored?.made.changedIn, ...Object.fromEntries(fields.map((one) => [one, version])) };
  return { version, changedAt: change.at, changedBy: change.by, changedIn };
}

/** Fields of either. A field that is left out and one that is null say the same. */
function changedFields(before: Receiver, after: Receiver): string[] {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  const fields = new Set([...old.keys(), ...now.keys()]);
  return [...fields].filter((field) => !isSameJson(old.get(field) ?? null, now.get(field) ?? null));
}

function changedSince({ receiver, made }: VersionedReceiver, version: number): FieldFault[] {
  const shown = new Map<string, unknown>(Object.entries(shownReceiver(receiver)));
  return Object.entries(made.changedIn)
    .filter(([, changedIn]) => changedIn > version)
    .map(([path]) => ({
      path,
      code: 'changed-meanwhile',
      ...nowWords(path as keyof ShownReceiver, shown.get(path)),
    }));
}

/** Their values are codes or more than a line holds: the form has them in words. */
const notQuoted = new Set(['channel', 'organisations', 'digest', 'quiet']);

/** What a field says now, as far as it is for the eye. */
function nowWords(field: string, value: unknown): { message: string; zh: string } {
  if (field === 'secret')
    return value === 'set'
      ? { message: 'was replaced', zh: '已更换' }
      : { message: 'was taken away', zh: '已取消' };
  if (typeof value === 'boolean')
    return value ? { message: 'is on now', zh: '现为：是' } : { message: 'is off now', zh: '现为：否' };
  const text = Array.isArray(value) ? value.join(', ') : value;
  const isText = typeof text === 'string' && text !== '' && !notQuoted.has(field);
  const isPlain = isText || typeof text === 'number';
  return isPlain
    ? { message: `is now ${text}`, zh: `现为：${text}` }
    : { message: 'was changed', zh: '已改' };
}
