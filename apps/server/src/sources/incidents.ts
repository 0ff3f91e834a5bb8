/** Whom a source's troubles are told, and when: the state it is in decides, never the same thing twice. */
import type { SourceIncidentKind } from '#contract';
import {
  addDelivery,
  endSourceIncident,
  openSourceIncident,
  readReceivers,
  type NamedSource,
  type SourceRunEnd,
  type StoredSource,
  type Tx,
} from '#storage';
import { redactedUrl } from '../alerts/redacted-url.js';
import type { IncidentMessage } from './incident-message.js';

const day = 86_400_000;

/** Failed looks in a row of which receivers are told: one may be a short outage. */
const failuresToTell = 2;

export interface IncidentChange {
  readonly kind: SourceIncidentKind;
  readonly begins: boolean;
}

/**
 * What the end of a look changes. A refused file is told at once and is over when the next one is imported; failing is
 * told at the second failure in a row and over at the next look that does not fail.
 * @param source as it stood before the look
 */
export function changesAfterLook(
  source: StoredSource,
  end: Pick<SourceRunEnd, 'outcome' | 'broughtNew'> & { readonly refusedSome: boolean },
  now: Date,
): IncidentChange[] {
  const changes: IncidentChange[] = [];
  const failed = end.outcome === 'failed';
  const failures = failed ? source.consecutiveFailures + 1 : 0;
  if (failures >= failuresToTell) changes.push({ kind: 'failing', begins: true });
  if (!failed) changes.push({ kind: 'failing', begins: false });
  if (end.refusedSome) changes.push({ kind: 'refused', begins: true });
  else if (end.broughtNew) changes.push({ kind: 'refused', begins: false });
  changes.push({ kind: 'silent', begins: !end.broughtNew && isSilent(source, now) });
  const open = new Set(source.incidents.map(({ kind }) => kind));
  return changes.filter(({ kind, begins }) => begins !== open.has(kind));
}

/** Whether nothing new came for longer than it may, counted from when somebody first could expect something. */
export function isSilent(
  { settings, lastNewAt, watchedSince }: Pick<StoredSource, 'settings' | 'lastNewAt' | 'watchedSince'>,
  now: Date,
): boolean {
  if (settings.silentAfterDays === null || !settings.enabled) return false;
  const since = Math.max(lastNewAt?.getTime() ?? 0, watchedSince.getTime());
  return now.getTime() - since > settings.silentAfterDays * day;
}

/**
 * Opens or ends incidents, each with a delivery to every enabled receiver of the source's organisation (of a source
 * without one: to those that hear of everything). In the caller's transaction; what is so already is left alone.
 */
export async function changeIncidents(
  tx: Tx,
  source: Pick<StoredSource, 'settings' | 'lastNewAt'>,
  changes: readonly IncidentChange[],
  told: { readonly error: string | null; readonly ended: 'recovered' | 'switchedOff'; readonly now: Date },
): Promise<void> {
  const { name } = source.settings;
  const { now } = told;
  for (const { kind, begins } of changes) {
    if (begins) {
      const id = await openSourceIncident(tx, { source: name, kind, startsAt: now });
      const incident = { kind, startsAt: now.toISOString(), endsAt: null };
      if (id !== null)
        await tell(tx, source, { incident: { id, ...incident }, error: told.error, ended: null }, now);
    } else {
      const over = await endSourceIncident(tx, { source: name, kind, endsAt: now });
      if (over) {
        const { id, startsAt } = over;
        const incident = { id, kind, startsAt: startsAt.toISOString(), endsAt: now.toISOString() };
        await tell(tx, source, { incident, error: null, ended: told.ended }, now);
      }
    }
  }
}

async function tell(
  tx: Tx,
  { settings, lastNewAt }: Pick<StoredSource, 'settings' | 'lastNewAt'>,
  about: Omit<IncidentMessage, 'source'>,
  now: Date,
): Promise<void> {
  const { name, organisation, silentAfterDays } = settings;
  const message: IncidentMessage = {
    ...about,
    source: {
      name,
      place: shownPlace(settings),
      organisation,
      lastNewAt: lastNewAt?.toISOString() ?? null,
      silentAfterDays,
    },
  };
  const kind = about.incident.endsAt === null ? 'firing' : 'resolved';
  for (const receiver of await readReceivers(tx)) {
    const { organisations, enabled } = receiver;
    const concerned =
      organisations.length === 0 || (organisation !== null && organisations.includes(organisation));
    if (!enabled || !concerned) continue;
    const key = `source:${about.incident.id}:${kind}:${receiver.name}`;
    await addDelivery(tx, {
      key,
      alert: null,
      incident: about.incident.id,
      receiver: receiver.name,
      kind,
      message,
      now,
    });
  }
}

/** Where a source looks, as others may see it: an address may carry its secret. */
export function shownPlace(settings: NamedSource): string {
  return settings.kind === 'folder' ? settings.path : redactedUrl(settings.url);
}
