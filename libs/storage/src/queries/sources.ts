/** Periodic sources: what is set, who looks at which, and how each stands. */
import { AppError, type SourceIncidentKind, type SourceOutcome, type SourceSettings } from '#contract';
import type { Database, Reader, Tx } from '../database.js';

/** A source's settings under its name. */
export type NamedSource = SourceSettings & { readonly name: string };

/** A source with its state. */
export interface StoredSource {
  readonly settings: NamedSource;
  readonly watchedSince: Date;
  readonly claimedUntil: Date;
  /** Until then somebody looks at it, unless that process died; null: nobody does. */
  readonly leasedUntil: Date | null;
  readonly lastRunAt: Date | null;
  readonly lastOutcome: SourceOutcome | null;
  readonly lastError: string | null;
  readonly lastNewAt: Date | null;
  readonly consecutiveFailures: number;
  readonly lastImport: number | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentSha256: string | null;
  /** Those that are not over. */
  readonly incidents: readonly { readonly kind: SourceIncidentKind; readonly since: string }[];
}

const columns = `s.settings || jsonb_build_object('name', s.name, 'kind', s.kind, 'cron', s.cron,
    'organisation', s.organisation, 'onError', s.on_error, 'silentAfterDays', s.silent_after_days,
    'enabled', s.enabled) as settings,
  s.watched_since as "watchedSince", s.claimed_until as "claimedUntil", s.leased_until as "leasedUntil",
  s.last_run_at as "lastRunAt", s.last_outcome as "lastOutcome", s.last_error as "lastError",
  s.last_new_at as "lastNewAt", s.consecutive_failures as "consecutiveFailures", s.last_import as "lastImport",
  s.etag, s.last_modified as "lastModified", s.content_sha256 as "contentSha256",
  coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'since',
      to_char(i.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by i.id)
    from import_source_incident i where i.source = s.name and i.ends_at is null), '[]') as incidents`;

export function readSources(reader: Reader): Promise<StoredSource[]> {
  return reader.query(`select ${columns} from import_source s order by s.name`);
}

/** @throws AppError not-found */
export async function readSource(reader: Reader, name: string): Promise<StoredSource> {
  const [source]: StoredSource[] = await reader.query(
    `select ${columns} from import_source s where s.name = $1`,
    [name],
  );
  if (!source) throw new AppError('not-found', `There is no source named ${name}.`);
  return source;
}

/**
 * Sets a source up or changes it. Pointed elsewhere, it forgets what it knew of the old place, and whoever looks at
 * that now has lost it. With another cron, or enabled again, its slots count from `now`: none is made up.
 */
export async function saveSource(tx: Tx, source: NamedSource, now: Date): Promise<void> {
  const { name, kind, cron, organisation, onError, silentAfterDays, enabled, ...settings } = source;
  const moved = `(s.kind <> excluded.kind or s.settings ->> 'path' is distinct from excluded.settings ->> 'path'
    or s.settings ->> 'url' is distinct from excluded.settings ->> 'url')`;
  const awakened = '(excluded.enabled and not s.enabled)';
  await tx.query(
    `insert into import_source as s (name, kind, cron, organisation, on_error, silent_after_days, enabled, settings,
       watched_since, claimed_until, consecutive_failures)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0)
     on conflict (name) do update set kind = excluded.kind, cron = excluded.cron,
       organisation = excluded.organisation, on_error = excluded.on_error,
       silent_after_days = excluded.silent_after_days, enabled = excluded.enabled, settings = excluded.settings,
       watched_since = case when ${moved} or ${awakened} then excluded.watched_since else s.watched_since end,
       claimed_until = case when s.cron <> excluded.cron or ${awakened} then excluded.claimed_until
         else s.claimed_until end,
       run = case when ${moved} then null else s.run end,
       leased_until = case when ${moved} then null else s.leased_until end,
       etag = case when ${moved} then null else s.etag end,
       last_modified = case when ${moved} then null else s.last_modified end,
       content_sha256 = case when ${moved} then null else s.content_sha256 end`,
    [name, kind, cron, organisation, onError, silentAfterDays, enabled, JSON.stringify(settings), now],
  );
}

export async function removeSource(tx: Tx, name: string): Promise<void> {
  await tx.query('delete from import_source where name = $1', [name]);
}

/** Makes a source due at once. What an address brings is then read whatever was known of it. */
export async function requestSourceRun(tx: Tx, name: string): Promise<void> {
  await tx.query(
    `update import_source set claimed_until = 'epoch', etag = null, last_modified = null, content_sha256 = null
     where name = $1`,
    [name],
  );
}

/**
 * Claims a source that is due, with every slot of it up to `now`: of all workers that read the same `claimedUntil`,
 * exactly one gets true, and nobody while another's lease lasts.
 * @param claim.run names this look; the lease belongs to it.
 */
export async function claimSource(
  database: Database,
  claim: {
    readonly name: string;
    readonly claimedUntil: Date;
    readonly run: string;
    readonly now: Date;
    readonly leaseSeconds: number;
  },
): Promise<boolean> {
  const claimed: unknown[] = await database.query(
    `with claimed as (
       update import_source set claimed_until = $4, run = $3,
         leased_until = $4::timestamptz + make_interval(secs => $5)
       where name = $1 and enabled and claimed_until = $2 and (leased_until is null or leased_until <= $4)
       returning 1
     ) select 1 from claimed`,
    [claim.name, claim.claimedUntil, claim.run, claim.now, claim.leaseSeconds],
  );
  return claimed.length === 1;
}

/** Keeps a claim for `leaseSeconds` more; false when it was lost. */
export async function renewSourceLease(
  database: Database,
  lease: { readonly name: string; readonly run: string; readonly now: Date; readonly leaseSeconds: number },
): Promise<boolean> {
  const renewed: unknown[] = await database.query(
    `with renewed as (
       update import_source set leased_until = $3::timestamptz + make_interval(secs => $4)
       where name = $1 and run = $2 returning 1
     ) select 1 from renewed`,
    [lease.name, lease.run, lease.now, lease.leaseSeconds],
  );
  return renewed.length === 1;
}

/** What one look at a source came to. */
export interface SourceRunEnd {
  readonly outcome: SourceOutcome;
  readonly error: string | null;
  /** Whether something was imported. */
  readonly broughtNew: boolean;
  /** The last import that it made; null: none. */
  readonly lastImport: number | null;
  /** What an address's content is known by from now on; null: as before. */
  readonly content: {
    readonly etag: string | null;
    readonly lastModified: string | null;
    readonly sha256: string | null;
  } | null;
  /** Whether something was left that should be looked at soon, not only at the next slot. */
  readonly again: boolean;
}

/** Ends a look, and gives back the claim. False when the claim was lost meanwhile: then nothing is written. */
export async function endSourceRun(
  tx: Tx,
  { name, run, now }: { readonly name: string; readonly run: string; readonly now: Date },
  end: SourceRunEnd,
): Promise<boolean> {
  const ended: unknown[] = await tx.query(
    `with ended as (
       update import_source set run = null, leased_until = null, last_run_at = $3, last_outcome = $4, last_error = $5,
         last_new_at = case when $6 then $3 else last_new_at end, last_import = coalesce($7, last_import),
         consecutive_failures = case when $4 = 'failed' then consecutive_failures + 1 else 0 end,
         etag = case when $8 then $9 else etag end, last_modified = case when $8 then $10 else last_modified end,
         content_sha256 = case when $8 then $11 else content_sha256 end,
         claimed_until = case when $12 then 'epoch' else claimed_until end
       where name = $1 and run = $2 returning 1
     ) select 1 from ended`,
    [
      name,
      run,
      now,
      end.outcome,
      end.error,
      end.broughtNew,
      end.lastImport,
      end.content !== null,
      end.content?.etag ?? null,
      end.content?.lastModified ?? null,
      end.content?.sha256 ?? null,
      end.again,
    ],
  );
  return ended.length === 1;
}

/** Gives a claim back as if the look had not begun: whoever asks next may take it at once. */
export async function giveBackSource(
  database: Database,
  { name, run }: { readonly name: string; readonly run: string },
): Promise<void> {
  await database.query(
    `update import_source set run = null, leased_until = null, claimed_until = 'epoch'
     where name = $1 and run = $2`,
    [name, run],
  );
}

/** Opens an incident; null when one of that kind is open already, whoever opened it. */
export async function openSourceIncident(
  tx: Tx,
  incident: { readonly source: string; readonly kind: SourceIncidentKind; readonly startsAt: Date },
): Promise<number | null> {
  const rows: { id: number }[] = await tx.query(
    `insert into import_source_incident (source, kind, starts_at) values ($1, $2, $3)
     on conflict (source, kind) where ends_at is null do nothing returning id`,
    [incident.source, incident.kind, incident.startsAt],
  );
  return rows[0]?.id ?? null;
}

/** A file of a source that was not taken. */
export interface RefusedFile {
  readonly file: string;
  readonly refusedRows: number;
  /** In a sentence. */
  readonly why: string;
}

/** Says which file the open incident of a refused file is about: the last one that was refused. */
export async function nameRefusedFile(
  tx: Tx,
  source: string,
  { file, refusedRows, why }: RefusedFile,
): Promise<void> {
  await tx.query(
    `update import_source_incident set file = $2, refused_rows = $3, why = $4
     where source = $1 and kind = 'refused' and ends_at is null`,
    [source, file, refusedRows, why],
  );
}

/** Ends an open incident; null when there is none. */
export async function endSourceIncident(
  tx: Tx,
  incident: { readonly source: string; readonly kind: SourceIncidentKind; readonly endsAt: Date },
): Promise<{ readonly id: number; readonly startsAt: Date } | null> {
  const rows: { id: number; startsAt: Date }[] = await tx.query(
    `with ended as (
       update import_source_incident set ends_at = $3 where source = $1 and kind = $2 and ends_at is null
       returning id, starts_at as "startsAt"
     ) select * from ended`,
    [incident.source, incident.kind, incident.endsAt],
  );
  return rows[0] ?? null;
}
