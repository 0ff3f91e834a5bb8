import type { Indicator, Target } from '#contract';
import type { Accumulation, Frequency } from '#time-period';
import { canonicalJson } from '../canonical-json.js';
import type { Reader, Tx } from '../database.js';

/** A target in one of its versions. */
export interface StoredTarget extends Target {
  readonly id: number;
  readonly version: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** Why this version was made; null: no reason was given. */
  readonly changeReason: string | null;
  /** Who ended this version without another in its place, at its validTo, and why; null: nobody did, or it is not known. */
  readonly withdrawn: { readonly by: string; readonly reason: string | null } | null;
}

const columns = `t.id, t.version, t.valid_from as "validFrom", t.valid_to as "validTo", t.changed_at as "changedAt",
  t.changed_by as "changedBy", t.change_reason as "changeReason",
  case when t.withdrawn_by is null then null
    else jsonb_build_object('by', t.withdrawn_by, 'reason', t.withdrawal_reason) end as withdrawn, t.code, jsonb_build_object('zh', t.name_zh, 'en', t.name_en) as name, t.indicator,
  t.area, t.breakdown, t.frequency, t.due, t.operator, t.value::text as value, t.upper::text as upper,
  case when t.baseline_period is null then null
    else jsonb_build_object('period', t.baseline_period, 'value', t.baseline_value::text) end as baseline,
  t.method, t.thresholds, t.zero_as::text as "zeroAs", t.trajectory,
  coalesce((select jsonb_agg(jsonb_build_object('period', m.period, 'value', m.value::text) order by m.period)
            from target_milestone m where m.target = t.id), '[]') as milestones,
  jsonb_build_object('task', t.clause_task, 'quote', t.clause_quote) as clause, t.organisation,
  case when t.note_zh is null then null else jsonb_build_object('zh', t.note_zh, 'en', t.note_en) end as note`;

/**
 * A version that counts at any instant before itself too: the first of a target that came with the plan (a plan may be
 * judged on values that are older than itself). It is dated by the plan, not by the day of its making; a target that
 * was added later counts only since it was.
 */
const isOfThePlan = 't.version = 1 and t.valid_from <> t.changed_at';

/**
 * The targets as they stood at an instant: of each the version then in force; before its first version, the first if it
 * came with the plan. A withdrawn target is in none since then.
 */
export function readTargets(
  reader: Reader,
  filter: { readonly asOf?: Date; readonly codes?: readonly string[] } = {},
): Promise<StoredTarget[]> {
  return reader.query(
    `select * from (
       select distinct on (t.code) ${columns} from target t
       where ($1::timestamptz is null and t.valid_to is null
              or $1 is not null and (t.valid_from <= $1 or ${isOfThePlan}))
         and ($2::text[] is null or t.code = any($2))
       order by t.code, t.version desc
     ) known where "validTo" is null or "validTo" > $1 order by code`,
    [filter.asOf ?? null, filter.codes ?? null],
  );
}

/** Whether any target was ever stored. */
export async function hasTargets(reader: Reader): Promise<boolean> {
  const [row]: { any: boolean }[] = await reader.query('select exists (select from target) as "any"');
  return row?.any ?? false;
}

/** These versions of targets, in force or not. */
export function readTargetsByIds(reader: Reader, ids: readonly number[]): Promise<StoredTarget[]> {
  return reader.query(`select ${columns} from target t where t.id = any($1::integer[])`, [ids]);
}

/** The codes of the targets that {@link readTargets} finds, in its order. */
export async function readTargetCodes(
  reader: Reader,
  filter: { readonly asOf?: Date; readonly codes?: readonly string[] } = {},
): Promise<string[]> {
  const rows: { code: string }[] = await reader.query(
    `select code from (
       select distinct on (t.code) t.code, t.valid_to from target t
       where ($1::timestamptz is null and t.valid_to is null
              or $1 is not null and (t.valid_from <= $1 or ${isOfThePlan}))
         and ($2::text[] is null or t.code = any($2))
       order by t.code, t.version desc
     ) known where valid_to is null or valid_to > $1 order by code`,
    [filter.asOf ?? null, filter.codes ?? null],
  );
  return rows.map(({ code }) => code);
}

/** A target in force and a series of its indicator, area and breakdown. */
export interface MeasuredTarget {
  readonly code: string;
  readonly kind: Indicator['kind'];
  readonly frequency: Frequency;
  readonly series: { readonly frequency: Frequency; readonly accumulation: Accumulation };
}

/** The targets in force whose indicator, area and breakdown any of these series has, with each such series. */
export function readTargetsMeasuredBy(
  reader: Reader,
  seriesIds: readonly string[],
): Promise<MeasuredTarget[]> {
  return reader.query(
    `select t.code, i.kind, t.frequency,
       jsonb_build_object('frequency', s.frequency, 'accumulation', s.accumulation) as series
     from series s
     join target t on t.indicator = s.indicator and t.area = s.area and t.breakdown = s.breakdown
       and t.valid_to is null
     join indicator i on i.code = t.indicator
     where s.id = any($1::bigint[]) order by t.code`,
    [seriesIds],
  );
}

/** A target in force on a series that may have several. */
export interface TargetOnSeries {
  readonly code: string;
  /** SDMX text. */
  readonly due: string;
  /** The same number for all targets on one series. */
  readonly series: number;
}

/** The targets in force on the series (indicator, area and breakdown) of these, themselves among them. */
export function readTargetsOnSeriesOf(reader: Reader, codes: readonly string[]): Promise<TargetOnSeries[]> {
  return reader.query(
    `select t.code, t.due, dense_rank() over (order by t.indicator, t.area, t.breakdown)::int as series
     from target t
     join (select distinct indicator, area, breakdown from target
           where valid_to is null and code = any($1::text[])) asked
       on asked.indicator = t.indicator and asked.area = t.area and asked.breakdown = t.breakdown
     where t.valid_to is null order by t.code`,
    [codes],
  );
}

/** Codes of the targets in force on any of these indicators in any of these areas. */
export async function readTargetCodesOf(
  reader: Reader,
  indicators: readonly string[],
  areas: readonly string[],
): Promise<string[]> {
  const rows: { code: string }[] = await reader.query(
    `select code from target where valid_to is null and indicator = any($1::text[]) and area = any($2::text[])
     order by code`,
    [indicators, areas],
  );
  return rows.map(({ code }) => code);
}

/** Every version of one target, oldest first. */
export function readTargetVersions(reader: Reader, code: string): Promise<StoredTarget[]> {
  return reader.query(`select ${columns} from target t where t.code = $1 order by t.version`, [code]);
}

/**
 * Puts a target in force: a new one as version 1, a changed one (or a withdrawn one again) as the next version, the
 * same one not at all.
 * @param change.firstValidFrom day since which version 1 holds (the plan's issue), midnight UTC; null: since now.
 * @returns whether a version was added.
 */
export async function reviseTarget(
  tx: Tx,
  target: Target,
  change: {
    readonly by: string;
    readonly now: Date;
    readonly reason?: string | null;
    readonly firstValidFrom: string | null;
  },
): Promise<boolean> {
  const [current] = await readTargets(tx, { codes: [target.code] });
  if (current && sameTarget(current, target)) return false;
  const version = ((await readTargetVersions(tx, target.code)).at(-1)?.version ?? 0) + 1;
  const isDatedBack = version === 1 && change.firstValidFrom !== null;
  const validFrom = isDatedBack ? new Date(`${change.firstValidFrom}T00:00:00Z`) : change.now;
  if (current) await tx.query('update target set valid_to = $2 where id = $1', [current.id, change.now]);
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into target (code, version, valid_from, changed_at, changed_by, name_zh, name_en, indicator, area,
       breakdown, frequency, due, operator, value, upper, baseline_period, baseline_value, method, trajectory,
       clause_task, clause_quote, organisation, note_zh, note_en, thresholds, zero_as, change_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
       $23, $24, $25, $26, $27) returning id`,
    [
      target.code,
      version,
      validFrom,
      change.now,
      change.by,
      target.name.zh,
      target.name.en,
      target.indicator,
      target.area,
      JSON.stringify(target.breakdown),
      target.frequency,
      target.due,
      target.operator,
      target.value,
      target.upper,
      target.baseline?.period ?? null,
      target.baseline?.value ?? null,
      target.method,
      target.trajectory,
      target.clause.task,
      target.clause.quote,
      target.organisation,
      target.note?.zh ?? null,
      target.note?.en ?? null,
      target.thresholds ? JSON.stringify(target.thresholds) : null,
      target.zeroAs ?? null,
      change.reason ?? null,
    ],
  );
  await tx.query(
    `insert into target_milestone (target, period, value)
     select $1, period, value from jsonb_to_recordset($2::jsonb) as m(period text, value numeric)`,
    [id, JSON.stringify(target.milestones)],
  );
  return true;
}

/** Takes a target out of force; its versions stay, for past days and past verdicts. Whether it was in force. */
export async function withdrawTarget(
  tx: Tx,
  code: string,
  { by, reason, now }: { readonly by: string; readonly reason: string | null; readonly now: Date },
): Promise<boolean> {
  const withdrawn: object[] = await tx.query(
    `with withdrawn as (
       update target set valid_to = $2, withdrawn_by = $3, withdrawal_reason = $4
       where code = $1 and valid_to is null returning id
     ) select id from withdrawn`,
    [code, now, by, reason],
  );
  return withdrawn.length > 0;
}

/** Whether two targets say the same, whatever the order of their keys and milestones. */
function sameTarget(stored: StoredTarget, target: Target): boolean {
  const [before, after] = [inOrder(stored), inOrder(target)];
  const keys = Object.keys(after) as (keyof Target)[];
  return keys.every((key) => canonicalJson(before[key]) === canonicalJson(after[key]));
}

/** With what may be left out said, lest leaving it out of a target that has it be taken for no change. */
function inOrder(target: Target): Target {
  const { thresholds = null, zeroAs = null } = target;
  return {
    ...target,
    thresholds,
    zeroAs,
    milestones: target.milestones.toSorted((a, b) => (a.period < b.period ? -1 : 1)),
  };
}
