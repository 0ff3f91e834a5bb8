/** Where alerts stand between two evaluations, the episodes that people are told of, and what was decided about them. */
import type { About, Bilingual, Escalation, Labels, Life, Quantities, Severity, Status } from '#alerting';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';
import { iso } from './iso-instant.js';

/** Where the alert of one rule on one subject stands. */
export interface StoredLife {
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: string;
  readonly labels: Labels;
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly reason: string;
  readonly life: Life;
  readonly escalation: Escalation | null;
  /** Id of the open episode, or the last one. */
  readonly alert: number | null;
}

const lifeColumns = `fingerprint, rule, subject, labels, names, reason, life, escalation, alert`;
const isRunning = `state = any(array['pending', 'firing', 'acknowledged'])`;

/** The number of the sweep that begins now, or of a round after an import: larger than every one before it. */
export async function nextSweepNumber(tx: Tx): Promise<number> {
  const [{ number }]: [{ number: string }] = await tx.query(`select nextval('alert_sweep')::text as number`);
  return Number(number);
}

/**
 * The lives of these subjects, to be taken further: locked until the transaction ends, so that an acknowledgement
 * comes before or after, and never between reading and writing.
 */
export function lockLives(tx: Tx, subjects: readonly string[]): Promise<StoredLife[]> {
  return tx.query(
    `select ${lifeColumns} from alert_life where subject = any($1::text[]) order by fingerprint for update`,
    [subjects],
  );
}

/** The life of the alert that an episode belongs to, locked; null when there is no such episode. */
export async function lockLifeOfAlert(tx: Tx, alert: number): Promise<StoredLife | null> {
  const [life]: StoredLife[] = await tx.query(
    `select ${lifeColumns} from alert_life
     where fingerprint = (select fingerprint from alert where id = $1::bigint) for update`,
    [idParameter(alert)],
  );
  return life ?? null;
}

/** Subjects of a kind that some rule has pending or open: they are evaluated in every sweep, changed or not. */
export async function readRunningSubjects(reader: Reader, kind: string): Promise<string[]> {
  const rows: { subject: string }[] = await reader.query(
    `select distinct subject from alert_life where ${isRunning} and subject like $1 || '/%' order by subject`,
    [kind],
  );
  return rows.map(({ subject }) => subject);
}

/** The lives that some rule has open, locked; for what goes by time alone. */
export function lockOpenLives(tx: Tx): Promise<StoredLife[]> {
  return tx.query(
    `select ${lifeColumns} from alert_life where state in ('firing', 'acknowledged') order by fingerprint for update`,
  );
}

/** Writes lives as they stand now, new ones and known ones. */
export async function saveLives(tx: Tx, lives: readonly StoredLife[], now: Date): Promise<void> {
  if (lives.length === 0) return;
  await tx.query(
    `insert into alert_life as l (fingerprint, rule, subject, labels, names, state, since, reason, life, escalation,
       alert)
     select fingerprint, rule, subject, labels, names, life ->> 'state', $2, reason, life,
       nullif(escalation, 'null'::jsonb), alert
     from jsonb_to_recordset($1::jsonb) as t(fingerprint text, rule text, subject text, labels jsonb, names jsonb,
       reason text, life jsonb, escalation jsonb, alert integer)
     on conflict (fingerprint) do update set labels = excluded.labels, names = excluded.names, state = excluded.state,
       since = case when l.state = excluded.state then l.since else excluded.since end, reason = excluded.reason,
       life = excluded.life, escalation = excluded.escalation, alert = excluded.alert`,
    [JSON.stringify(lives), now],
  );
}

/** An episode as it is told. */
export interface Episode {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly subject: string;
  readonly target: string | null;
  readonly organisation: string | null;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly fingerprint: string;
  readonly episode: number;
  readonly revision: number;
  readonly about: About;
  readonly severity: Severity;
  readonly labels: Labels;
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly numbers: Quantities;
  readonly status: Status | null;
  readonly from: Status | null;
  readonly startsAt: string;
  readonly changedAt: string;
  readonly endsAt: string | null;
  /** Id of the verdict it speaks of. */
  readonly assessment: number | null;
}

/**
 * Writes episodes, new ones and known ones; what people said of them stays, but for an acknowledgement of what is now
 * something else.
 * @returns their ids, in the order of the episodes
 */
export async function saveEpisodes(tx: Tx, episodes: readonly Episode[]): Promise<number[]> {
  if (episodes.length === 0) return [];
  const rows: { fingerprint: string; id: number }[] = await tx.query(
    `insert into alert as a (rule, rule_version, subject, target_code, organisation, state, fingerprint, episode,
       revision, about, severity, labels, names, numbers, status, from_status, starts_at, changed_at, ends_at,
       assessment)
     select rule, "ruleVersion", subject, target, organisation, state, fingerprint, episode, revision, about, severity,
       labels, names, numbers, status, "from", "startsAt", "changedAt", "endsAt", assessment
     from jsonb_to_recordset($1::jsonb) as t(rule text, "ruleVersion" integer, subject text, target text,
       organisation text, state text, fingerprint text, episode integer, revision integer, about text, severity text,
       labels jsonb, names jsonb, numbers jsonb, status text, "from" text, "startsAt" timestamptz,
       "changedAt" timestamptz, "endsAt" timestamptz, assessment integer)
     on conflict (fingerprint, episode) do update set rule_version = excluded.rule_version,
       organisation = excluded.organisation, state = excluded.state, revision = excluded.revision,
       about = excluded.about, severity = excluded.severity, labels = excluded.labels, names = excluded.names,
       numbers = excluded.numbers, status = coalesce(excluded.status, a.status),
       from_status = coalesce(excluded.from_status, a.from_status), changed_at = excluded.changed_at,
       ends_at = excluded.ends_at, assessment = coalesce(excluded.assessment, a.assessment),
       acknowledged_by = case when excluded.state = 'firing' then null else a.acknowledged_by end,
       acknowledged_at = case when excluded.state = 'firing' then null else a.acknowledged_at end,
       acknowledgement = case when excluded.state = 'firing' then null else a.acknowledgement end
     returning id, fingerprint`,
    [JSON.stringify(episodes)],
  );
  const ids = new Map(rows.map(({ fingerprint, id }) => [fingerprint, id]));
  return episodes.map(({ fingerprint }) => ids.get(fingerprint)!);
}

/** Writes how far alerts were taken up; `to` is who hears of it now, if anybody. */
export async function saveEscalations(
  tx: Tx,
  taken: readonly {
    readonly fingerprint: string;
    readonly alert: number;
    readonly escalation: object;
    readonly to: string | null;
  }[],
): Promise<void> {
  if (taken.length === 0) return;
  await tx.query(
    `with taken as (
       select * from jsonb_to_recordset($1::jsonb) as t(fingerprint text, alert integer, escalation jsonb, "to" text)
     ), told as (
       update alert a set escalated_to = a.escalated_to || t."to" from taken t where a.id = t.alert and t."to" is not null
     )
     update alert_life l set escalation = t.escalation from taken t where l.fingerprint = t.fingerprint`,
    [JSON.stringify(taken)],
  );
}

/** Somebody sees to an episode, or does no more. */
export async function saveAcknowledgement(
  tx: Tx,
  alert: number,
  word: { readonly by: string; readonly at: Date; readonly comment: string } | null,
): Promise<void> {
  await tx.query(
    `update alert set state = case when $2::text is null then 'firing' else 'acknowledged' end,
       acknowledged_by = $2, acknowledged_at = $3, acknowledgement = $4 where id = $1`,
    [alert, word?.by ?? null, word?.at ?? null, word?.comment ?? null],
  );
}

/** What became of an alert, by decision of the service or word of a person. */
export interface NewAlertEvent {
  readonly fingerprint: string;
  readonly alert: number | null;
  readonly at: Date;
  readonly sweep: number | null;
  readonly action:
    'pending' | 'cancel' | 'fire' | 'update' | 'resolve' | 'acknowledge' | 'unacknowledge' | 'escalate';
  readonly reason: string;
  readonly numbers: Quantities;
  readonly who: string | null;
  readonly comment: string | null;
}

export async function addAlertEvents(tx: Tx, events: readonly NewAlertEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into alert_event (fingerprint, alert, at, sweep, action, reason, numbers, who, comment)
     select fingerprint, alert, at, sweep, action, reason, numbers, who, comment
     from jsonb_to_recordset($1::jsonb) as t(fingerprint text, alert integer, at timestamptz, sweep bigint, action text,
       reason text, numbers jsonb, who text, comment text)`,
    [JSON.stringify(events)],
  );
}

/** An episode as messages are made of it. */
export interface TellableEpisode extends Episode {
  readonly id: number;
  readonly acknowledged: { readonly by: string; readonly at: string; readonly comment: string } | null;
  /** Organisations above the responsible one that it was taken up to. */
  readonly escalatedTo: readonly string[];
  /** Why it stands as it does; of one that is over, why it ended. */
  readonly reason: string;
}

const episodeColumns = `a.id, a.rule, a.rule_version as "ruleVersion", a.subject, a.target_code as target, a.organisation,
  a.state, a.fingerprint, a.episode, a.revision, a.about, a.severity, a.labels, a.names, a.numbers, a.status,
  a.from_status as "from", ${iso('a.starts_at')} as "startsAt", ${iso('a.changed_at')} as "changedAt",
  ${iso('a.ends_at')} as "endsAt", a.assessment, a.escalated_to as "escalatedTo",
  case when a.acknowledged_by is not null then jsonb_build_object('by', a.acknowledged_by,
    'at', ${iso('a.acknowledged_at')}, 'comment', coalesce(a.acknowledgement, '')) end as acknowledged`;

/** As much of an episode as decides who is told of it. */
export type EpisodeStanding = Pick<
  TellableEpisode,
  | 'id'
  | 'rule'
  | 'fingerprint'
  | 'labels'
  | 'about'
  | 'state'
  | 'episode'
  | 'revision'
  | 'startsAt'
  | 'changedAt'
  | 'endsAt'
  | 'escalatedTo'
>;

const standing = `a.id, a.rule, a.fingerprint, a.labels, a.about, a.state, a.episode, a.revision,
  ${iso('a.starts_at')} as "startsAt", ${iso('a.changed_at')} as "changedAt", ${iso('a.ends_at')} as "endsAt",
  a.escalated_to as "escalatedTo"`;

/** All open episodes. */
export function readOpenStandings(reader: Reader): Promise<EpisodeStanding[]> {
  return reader.query(`select ${standing} from alert a where a.ends_at is null order by a.id`);
}

/** The last episodes of these alerts, open or over. */
export function readLastStandings(
  reader: Reader,
  fingerprints: readonly string[],
): Promise<EpisodeStanding[]> {
  return reader.query(
    `select ${standing} from alert a join alert_life l on l.alert = a.id
     where l.fingerprint = any($1::text[]) order by a.id`,
    [fingerprints],
  );
}

/** These episodes, to be told. */
export function readEpisodesToTell(reader: Reader, ids: readonly number[]): Promise<TellableEpisode[]> {
  return reader.query(
    `select ${episodeColumns}, coalesce(case when a.ends_at is not null then (
         select e.reason from alert_event e
         where e.fingerprint = a.fingerprint and e.alert = a.id and e.action = 'resolve' order by e.id desc limit 1)
       end, l.reason) as reason
     from alert a join alert_life l on l.alert = a.id where a.id = any($1::integer[]) order by a.id`,
    [ids],
  );
}

/** The verdicts that these episodes speak of, by episode, with the id of the target's version that was judged. */
export async function readVerdictsOfAlerts<V>(
  reader: Reader,
  alerts: readonly number[],
): Promise<ReadonlyMap<number, { readonly targetId: number; readonly verdict: V }>> {
  const rows: { id: number; targetId: number; verdict: V }[] = await reader.query(
    `select a.id, s.target as "targetId", s.verdict from alert a join assessment s on s.id = a.assessment
     where a.id = any($1::integer[])`,
    [alerts],
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
