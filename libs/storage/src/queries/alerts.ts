/** Reading alerts and what became of them. */
import type { About, Bilingual, Labels, Quantities, Severity, Status } from '#alerting';
import { AppError, type AlertEvent, type AlertState } from '#contract';
import type { Reader } from '../database.js';
import { idParameter } from './id-parameter.js';
import { iso } from './iso-instant.js';

/** An episode of an alert, or what may become one. Instants as ISO 8601. */
export interface StoredAlert {
  /** null while it is pending. */
  readonly id: number | null;
  readonly rule: string;
  /** As the rule has it now. */
  readonly severity: Severity;
  readonly state: AlertState;
  readonly about: About;
  readonly fingerprint: string;
  readonly subject: string;
  /** The subject's own; what its rule adds is not among them. */
  readonly labels: Labels;
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly target: string | null;
  readonly organisation: string | null;
  readonly status: Status | null;
  readonly from: Status | null;
  readonly numbers: Quantities;
  readonly startsAt: string;
  readonly changedAt: string;
  readonly endsAt: string | null;
  readonly acknowledged: { readonly by: string; readonly at: string; readonly comment: string } | null;
  readonly escalatedTo: readonly string[];
}

/** Which alerts; what is left out does not matter. */
export interface AlertFilter {
  readonly state?: string | undefined;
  readonly severity?: string | undefined;
  readonly organisation?: string | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly rule?: string | undefined;
  readonly openOnly?: boolean;
  readonly limit?: number;
  /** Firing ones first, then by severity, the newest first; else just the newest first. */
  readonly mostUrgentFirst?: boolean;
}

const severityNow = `v.definition ->> 'severity'`;
const ruleNow = `join alert_rule r on r.name = a.rule
  join alert_rule_version v on v.name = r.name and v.version = r.version`;
const alertColumns = `a.id, a.rule, ${severityNow} as severity, a.state, a.about, a.fingerprint, a.subject, a.labels,
  a.names, a.target_code as target, a.organisation, a.status, a.from_status as "from", a.numbers,
  ${iso('a.starts_at')} as "startsAt", ${iso('a.changed_at')} as "changedAt", ${iso('a.ends_at')} as "endsAt",
  case when a.acknowledged_by is not null then jsonb_build_object('by', a.acknowledged_by,
    'at', ${iso('a.acknowledged_at')}, 'comment', coalesce(a.acknowledgement, '')) end as acknowledged,
  a.escalated_to as "escalatedTo"`;
const urgency = `array_position(array['firing', 'acknowledged', 'resolved'], a.state),
  array_position(array['critical', 'warning', 'info'], ${severityNow}), a.starts_at desc`;

/** Alerts that have fired. Pending ones are read by {@link readPendingAlerts}. */
export function readAlerts(
  reader: Reader,
  {
    state,
    severity,
    organisation,
    targets,
    rule,
    openOnly = false,
    limit = 1000,
    mostUrgentFirst = false,
  }: AlertFilter = {},
): Promise<StoredAlert[]> {
  return reader.query(
    `select ${alertColumns} from alert a ${ruleNow}
     where ($1::text is null or a.state = $1) and ($2::text is null or ${severityNow} = $2)
       and ($3::text is null or a.organisation = $3) and ($4::text[] is null or a.target_code = any($4))
       and ($5::text is null or a.rule = $5) and (not $6 or a.ends_at is null)
     order by ${mostUrgentFirst ? `${urgency}, ` : ''}a.id desc limit $7`,
    [state ?? null, severity ?? null, organisation ?? null, targets ?? null, rule ?? null, openOnly, limit],
  );
}

/** @throws AppError not-found */
export async function readAlert(reader: Reader, id: number): Promise<StoredAlert> {
  const [alert]: StoredAlert[] = await reader.query(
    `select ${alertColumns} from alert a ${ruleNow} where a.id = $1::bigint`,
    [idParameter(id)],
  );
  if (!alert) throw new AppError('not-found', `There is no alert ${id}.`);
  return alert;
}

/** What holds, or cannot be told, but not yet for as long as its rule asks; the newest first. */
export function readPendingAlerts(
  reader: Reader,
  { severity, organisation, targets, rule, limit = 1000 }: Omit<AlertFilter, 'state' | 'openOnly'> = {},
): Promise<StoredAlert[]> {
  return reader.query(
    `select null as id, a.rule, ${severityNow} as severity, a.state, a.fingerprint, a.subject, a.labels, a.names,
       coalesce(a.life -> 'blind' ->> 'state', 'condition') as about,
       a.labels ->> 'target' as target, a.labels ->> 'organisation' as organisation,
       null as status, null as "from", coalesce(newest.numbers, '{}') as numbers,
       ${iso('a.since')} as "startsAt", ${iso('a.since')} as "changedAt", null as "endsAt", null as acknowledged,
       '{}'::text[] as "escalatedTo"
     from alert_life a ${ruleNow}
     left join lateral (select e.numbers from alert_event e where e.fingerprint = a.fingerprint
       order by e.id desc limit 1) newest on true
     where a.state = 'pending' and ($1::text is null or ${severityNow} = $1)
       and ($2::text is null or a.labels ->> 'organisation' = $2)
       and ($3::text[] is null or a.labels ->> 'target' = any($3)) and ($4::text is null or a.rule = $4)
     order by a.since desc, a.fingerprint limit $5`,
    [severity ?? null, organisation ?? null, targets ?? null, rule ?? null, limit],
  );
}

/** What decides whether an open alert keeps another from being told. */
export type OpenAlertLabels = Pick<StoredAlert, 'fingerprint' | 'rule' | 'labels' | 'about'>;

/** Of all open alerts. */
export function readOpenAlertLabels(reader: Reader): Promise<OpenAlertLabels[]> {
  return reader.query('select fingerprint, rule, labels, about from alert where ends_at is null order by id');
}

/**
 * What became of an alert, from the first time that it was pending before this episode to the end of the episode, in
 * order.
 * @throws AppError not-found
 */
export async function readAlertEvents(reader: Reader, id: number): Promise<AlertEvent[]> {
  const { fingerprint } = await readAlert(reader, id);
  return reader.query(
    `with ended as (
       select a.episode, max(e.id) as event from alert a join alert_event e on e.alert = a.id
       where a.fingerprint = $1 and e.action = 'resolve' group by a.episode
     )
     select e.id, ${iso('e.at')} as at, e.action, e.reason, e.sweep::float8 as sweep, e.numbers, e.who, e.comment
     from alert own
     left join ended before on before.episode = own.episode - 1
     left join ended this on this.episode = own.episode
     join alert_event e on e.fingerprint = own.fingerprint and e.id > coalesce(before.event, 0)
       and (this.event is null or e.id <= this.event)
     where own.id = $2::bigint order by e.id`,
    [fingerprint, idParameter(id)],
  );
}
