/** Alert rules with their versions, and the settings that say who is told. */
import type { Rule } from '#alerting';
import type { AlertSettingsDefinition } from '#contract';
import type { Reader, Tx } from '../database.js';

/** One version of a rule: what it said from `changedAt` until the next. */
export interface RuleVersion {
  readonly rule: Rule;
  readonly changedAt: Date;
  readonly changedBy: string;
}

const versionColumns = `v.definition || jsonb_build_object('name', v.name, 'version', v.version) as rule,
  v.changed_at as "changedAt", v.changed_by as "changedBy"`;

/** The rules as they are now, by name. */
export async function readAlertRules(reader: Reader): Promise<Rule[]> {
  return (await readCurrentRuleVersions(reader)).map(({ rule }) => rule);
}

/** The versions of the rules that count now, by name. */
export function readCurrentRuleVersions(reader: Reader): Promise<RuleVersion[]> {
  return reader.query(
    `select ${versionColumns} from alert_rule r join alert_rule_version v using (name, version) order by name`,
  );
}

/** Every version of a rule, the newest first; none when there is no such rule. */
export function readRuleVersions(reader: Reader, name: string): Promise<RuleVersion[]> {
  return reader.query(
    `select ${versionColumns} from alert_rule_version v where v.name = $1 order by v.version desc`,
    [name],
  );
}

/**
 * Adds a version of a rule, the first or the next one.
 * @returns false when somebody else has added that version meanwhile
 */
export async function saveAlertRule(
  tx: Tx,
  { name, version, ...definition }: Rule,
  changed: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  const saved: unknown[] = await tx.query(
    `with rule as (
       insert into alert_rule as r (name, version) values ($1, $2)
       on conflict (name) do update set version = excluded.version where r.version = excluded.version - 1
       returning name
     ) insert into alert_rule_version (name, version, changed_at, changed_by, definition)
     select name, $2, $3, $4, $5 from rule returning 1`,
    [name, version, changed.at, changed.by, JSON.stringify(definition)],
  );
  return saved.length > 0;
}

/** Who is told of what, beyond what a receiver says of itself. */
export type AlertSettings = AlertSettingsDefinition;

/** One version of the settings. */
export interface AlertSettingsVersion {
  readonly version: number;
  readonly settings: AlertSettings;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** The settings as they are now; null before anybody set any. */
export async function readAlertSettings(reader: Reader): Promise<AlertSettingsVersion | null> {
  return (await readAlertSettingsVersions(reader, 1))[0] ?? null;
}

/** Versions of the settings, the newest first. */
export function readAlertSettingsVersions(reader: Reader, limit: number): Promise<AlertSettingsVersion[]> {
  return reader.query(
    `select version, definition as settings, changed_at as "changedAt", changed_by as "changedBy"
     from alert_settings_version order by version desc limit $1`,
    [limit],
  );
}

/**
 * Adds the next version of the settings.
 * @param version one more than the newest
 * @returns false when somebody else has added that version meanwhile
 */
export async function saveAlertSettings(
  tx: Tx,
  version: number,
  settings: AlertSettings,
  changed: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  const saved: unknown[] = await tx.query(
    `insert into alert_settings_version (version, changed_at, changed_by, definition)
     select $1, $2, $3, $4 where $1 = (select coalesce(max(version), 0) + 1 from alert_settings_version)
     on conflict (version) do nothing returning 1`,
    [version, changed.at, changed.by, JSON.stringify(settings)],
  );
  return saved.length > 0;
}
