import type { Facts, Rule } from '#alerting';
import { readOrganisations, readSourceFacts, type Reader, type SourceFacts } from '#storage';
import { dayInZone, daysBetween } from '#time-period';
import type { AlertSubject } from './alert-subject.js';

interface SourceSubjectsOptions {
  readonly now: Date;
  /** Days of silence are counted by its calendar. */
  readonly timeZone: string;
  /** Absent: all. */
  readonly names?: readonly string[];
}

/**
 * The periodic sources with what is known of them for rules. A disabled one is not among them: nobody looks at it, so
 * nothing can be said of it, and what is open of it ends when it is disabled.
 */
export async function readSourceSubjects(
  reader: Reader,
  { now, timeZone, names }: SourceSubjectsOptions,
): Promise<AlertSubject[]> {
  const sources = await readSourceFacts(reader, names);
  if (sources.length === 0) return [];
  const organisations = new Map((await readOrganisations(reader)).map(({ code, name }) => [code, name]));
  return sources.map((source) => {
    const { name, organisation } = source;
    const organisationName = organisation === null ? undefined : organisations.get(organisation);
    return {
      kind: 'source',
      code: name,
      labels: { source: name, ...(organisation !== null && { organisation }) },
      names: { ...(organisationName && { organisation: organisationName }) },
      // A source has no series of its own: what it brings are imports into those of indicators.
      releases: 0,
      facts: (rule) => factsOf(rule, source, { now, timeZone }),
    };
  });
}

function factsOf(
  { condition }: Rule,
  source: SourceFacts,
  when: { readonly now: Date; readonly timeZone: string },
): Facts | null {
  const { refused, lastImport, failing, lastNewAt, silentAfterDays } = source;
  switch (condition.kind) {
    case 'importRefused':
      if (refused)
        return {
          of: 'importRefused',
          last: { ...refused, refused: true, refusedRows: refused.refusedRows ?? 0 },
        };
      return { of: 'importRefused', last: lastImport && { ...lastImport, refused: false, why: null } };
    case 'sourceSilent':
      // Whether there is anything new nobody can tell who cannot look.
      if (failing !== null) return { of: 'error', why: failing };
      return {
        of: 'sourceSilent',
        silentDays: silentDays(source, when),
        lastNew: lastNewAt && dayInZone(lastNewAt, when.timeZone),
        silentAfterDays,
      };
    default:
      return null;
  }
}

/**
 * Days since a source last brought something new, as a calendar counts them; as long as nothing came, since it was set
 * up, enabled again or pointed elsewhere.
 */
export function silentDays(
  { lastNewAt, watchedSince }: Pick<SourceFacts, 'lastNewAt' | 'watchedSince'>,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): number {
  const since = lastNewAt && lastNewAt > watchedSince ? lastNewAt : watchedSince;
  return Math.max(0, daysBetween(dayInZone(since, timeZone), dayInZone(now, timeZone)));
}
