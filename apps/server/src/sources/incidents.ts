/** A source's troubles, from beginning to end: the state it is in decides. Whom they are told, the alert rules say. */
import type { SourceIncidentKind } from '#contract';
import { silentDays } from '#monitoring';
import {
  endSourceIncident,
  openSourceIncident,
  type NamedSource,
  type SourceRunEnd,
  type StoredSource,
  type Tx,
} from '#storage';
import { redactedUrl } from '../alerts/redacted-url.js';
import type { LookEnd } from './look.js';

/** Failed looks in a row that are a trouble: one may be a short outage. */
const failuresInRow = 2;

export interface IncidentChange {
  readonly kind: SourceIncidentKind;
  readonly begins: boolean;
}

/**
 * What the end of a look changes. A refused file is a trouble at once, and over when the next one is imported; failing
 * is one at the second failure in a row, and over at the next look that does not fail.
 * @param source as it stood before the look
 */
export function changesAfterLook(
  source: StoredSource,
  end: Pick<SourceRunEnd, 'outcome' | 'broughtNew'> & Pick<LookEnd, 'refused'>,
  when: { readonly now: Date; readonly timeZone: string },
): IncidentChange[] {
  const changes: IncidentChange[] = [];
  const failed = end.outcome === 'failed';
  const failures = failed ? source.consecutiveFailures + 1 : 0;
  if (failures >= failuresInRow) changes.push({ kind: 'failing', begins: true });
  if (!failed) changes.push({ kind: 'failing', begins: false });
  if (end.refused) changes.push({ kind: 'refused', begins: true });
  else if (end.broughtNew) changes.push({ kind: 'refused', begins: false });
  changes.push({ kind: 'silent', begins: !end.broughtNew && isSilent(source, when) });
  const open = new Set(source.incidents.map(({ kind }) => kind));
  return changes.filter(({ kind, begins }) => begins !== open.has(kind));
}

/** Whether nothing new came for more days than it may. */
export function isSilent(
  source: Pick<StoredSource, 'settings' | 'lastNewAt' | 'watchedSince'>,
  when: { readonly now: Date; readonly timeZone: string },
): boolean {
  const { silentAfterDays, enabled } = source.settings;
  return enabled && silentAfterDays !== null && silentDays(source, when) > silentAfterDays;
}

/** Opens or ends incidents in the caller's transaction; what is so already is left alone. */
export async function changeIncidents(
  tx: Tx,
  source: string,
  changes: readonly IncidentChange[],
  now: Date,
): Promise<void> {
  for (const { kind, begins } of changes)
    if (begins) await openSourceIncident(tx, { source, kind, startsAt: now });
    else await endSourceIncident(tx, { source, kind, endsAt: now });
}

/** Where a source looks, as others may see it: an address may carry its secret. */
export function shownPlace(settings: NamedSource): string {
  return settings.kind === 'folder' ? settings.path : redactedUrl(settings.url);
}
