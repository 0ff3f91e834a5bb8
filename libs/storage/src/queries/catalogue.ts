/** The catalogue in and out of its tables, in the shapes of the contract. */
import type { Area, BreakdownValue, Catalogue, Indicator, Organisation, Plan, Task } from '#contract';
import type { Reader, Tx } from '../database.js';
import { addVersions, type CatalogueChange } from './catalogue-versions.js';
import { hasTargets, reviseTarget } from './targets.js';

const bilingual = (zh: string, en: string, as: string) =>
  `jsonb_build_object('zh', ${zh}, 'en', ${en}) as "${as}"`;

/** The plan, or null before any was loaded. */
export async function readPlan(reader: Reader): Promise<Plan | null> {
  const plans: Plan[] = await reader.query(
    `select code, ${bilingual('title_zh', 'title_en', 'title')}, ${bilingual('issuer_zh', 'issuer_en', 'issuer')},
       issued_on as "issuedOn", published_on as "publishedOn", base_year as "baseYear", horizon,
       (select coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'number', s.number, 'parent', s.parent,
          'title', jsonb_build_object('zh', s.title_zh, 'en', s.title_en)) order by s.position), '[]')
        from plan_section s where s.plan = plan.code) as sections
     from plan order by code limit 1`,
  );
  return plans[0] ?? null;
}

export function readTasks(reader: Reader): Promise<Task[]> {
  return reader.query(
    `select number, section, ${bilingual('title_zh', 'title_en', 'title')}, responsibility,
       (select jsonb_agg(o.organisation order by o.position)
        from task_organisation o where o.task = plan_task.number) as organisations
     from plan_task order by number`,
  );
}

const organisationColumns = `code, ${bilingual('name_zh', 'name_en', 'name')}, kind, to_jsonb(members) as members,
  to_jsonb(areas) as areas, note`;

export function readOrganisations(reader: Reader): Promise<Organisation[]> {
  return reader.query(`select ${organisationColumns} from organisation order by code`);
}

export function readAreas(reader: Reader): Promise<Area[]> {
  return reader.query(
    `select code, ${bilingual('name_zh', 'name_en', 'name')}, short_name as "shortName", kind, parent, note
     from area order by code`,
  );
}

export function readBreakdownValues(reader: Reader): Promise<BreakdownValue[]> {
  return reader.query(
    `select dimension, code, ${bilingual('name_zh', 'name_en', 'name')} from breakdown_value order by dimension, code`,
  );
}

const indicatorColumns = `code, ${bilingual('name_zh', 'name_en', 'name')}, kind,
  ${bilingual('unit_zh', 'unit_en', 'unit')}, decimals, direction, lower_bound::text as "lowerBound",
  upper_bound::text as "upperBound", natural_limit::text as "naturalLimit", frequency,
  release_lag_days as "releaseLagDays", owner,
  coalesce((select jsonb_agg(t.task order by t.task) from indicator_task t where t.indicator = indicator.code),
    '[]') as tasks,
  to_jsonb(dimensions) as dimensions, ${bilingual('definition_zh', 'definition_en', 'definition')}, note,
  formula, area_roll_up as "areaRollUp", is_growth_rate as "isGrowthRate"`;

/** @param codes absent: all. */
export function readIndicators(reader: Reader, codes?: readonly string[]): Promise<Indicator[]> {
  return reader.query(
    `select ${indicatorColumns} from indicator where $1::text[] is null or code = any($1) order by code`,
    [codes ?? null],
  );
}

/** The indicators that have a formula or an area roll-up: few among any number of others. */
export function readComputedIndicators(reader: Reader): Promise<Indicator[]> {
  return reader.query(
    `select ${indicatorColumns} from indicator where formula is not null or area_roll_up is not null order by code`,
  );
}

/** What loading a catalogue changed. */
export interface CatalogueChanges {
  /** Rows that are new or differ from what was stored, by kind. */
  readonly changed: Readonly<Record<string, number>>;
  /** Targets of which a new version came into force (new targets among them). */
  readonly targets: readonly string[];
}

/**
 * Loads a whole catalogue: what is new is added, what differs is replaced, what is the same is left alone, so that
 * loading it twice changes nothing. Nothing is deleted: observations and past verdicts refer to it. The targets of the
 * first loading are in force since the plan's issue, those that are added later since then.
 * @param by who does it, and `reason` why, for the versions of targets, indicators and organisations.
 */
export async function saveCatalogue(
  tx: Tx,
  catalogue: Catalogue,
  by: string,
  now: Date,
  reason: string | null = null,
): Promise<CatalogueChanges> {
  const change: CatalogueChange = { by, now, reason };
  const changed: Record<string, number> = {};
  changed['plan'] = (await upsert(tx, 'plan', ['code'], [planRow(catalogue.plan)])).length;
  const sections = await upsert(tx, 'plan_section', ['code'], sectionRows(catalogue.plan));
  changed['sections'] = sections.length;
  changed['organisations'] = await saveOrganisations(tx, catalogue.organisations, change);
  changed['tasks'] = await saveTasks(tx, catalogue.tasks);
  changed['areas'] = await saveAreas(tx, catalogue.areas);
  const breakdownValues = await upsert(
    tx,
    'breakdown_value',
    ['dimension', 'code'],
    catalogue.breakdownValues.map(({ name, ...row }) => ({ ...row, name_zh: name.zh, name_en: name.en })),
  );
  changed['breakdownValues'] = breakdownValues.length;
  changed['indicators'] = await saveIndicators(tx, catalogue.indicators, change);
  const targets: string[] = [];
  // What is loaded first is the plan, in force since its issue; what is added later is not, lest it change what past
  // days were judged by.
  const firstValidFrom = (await hasTargets(tx)) ? null : catalogue.plan.issuedOn;
  for (const target of catalogue.targets)
    if (await reviseTarget(tx, target, { ...change, firstValidFrom })) targets.push(target.code);
  changed['targets'] = targets.length;
  return { changed, targets };
}

/** Creates or replaces organisations, each in a new version; returns how many changed. */
async function saveOrganisations(
  tx: Tx,
  organisations: readonly Organisation[],
  change: CatalogueChange,
): Promise<number> {
  const changed = await upsert(
    tx,
    'organisation',
    ['code'],
    organisations.map(({ name, ...row }) => ({ ...row, name_zh: name.zh, name_en: name.en })),
  );
  const shown = `select ${organisationColumns} from organisation where code = any($1::text[])`;
  await addVersions(tx, 'organisation', shown, changed.map(String), change);
  return changed.length;
}

/** Creates or replaces areas; returns how many rows changed. Parents may come in the same call, in any order. */
export async function saveAreas(tx: Tx, areas: readonly Area[]): Promise<number> {
  const changed = await upsert(
    tx,
    'area',
    ['code'],
    areas.map(({ name, shortName, ...row }) => ({
      ...row,
      name_zh: name.zh,
      name_en: name.en,
      short_name: shortName,
    })),
  );
  return changed.length;
}

/** Creates or replaces indicators with their tasks, each in a new version; returns how many indicators changed. */
export async function saveIndicators(
  tx: Tx,
  indicators: readonly Indicator[],
  change: CatalogueChange,
): Promise<number> {
  const changed = await upsert(
    tx,
    'indicator',
    ['code'],
    indicators.map((indicator) => ({
      code: indicator.code,
      name_zh: indicator.name.zh,
      name_en: indicator.name.en,
      kind: indicator.kind,
      unit_zh: indicator.unit.zh,
      unit_en: indicator.unit.en,
      decimals: indicator.decimals,
      direction: indicator.direction,
      lower_bound: indicator.lowerBound,
      upper_bound: indicator.upperBound,
      natural_limit: indicator.naturalLimit,
      frequency: indicator.frequency,
      release_lag_days: indicator.releaseLagDays,
      owner: indicator.owner,
      dimensions: indicator.dimensions,
      definition_zh: indicator.definition.zh,
      definition_en: indicator.definition.en,
      note: indicator.note,
      formula: indicator.formula ?? null,
      area_roll_up: indicator.areaRollUp ?? null,
      is_growth_rate: indicator.isGrowthRate ?? null,
    })),
  );
  const moved = await replaceOf(
    tx,
    'indicator_task',
    ['indicator', 'task'],
    indicators.map(({ code }) => code),
    indicators.flatMap(({ code, tasks }) => tasks.map((task) => ({ indicator: code, task }))),
  );
  const codes = [...new Set([...changed, ...moved].map(String))];
  const shown = `select ${indicatorColumns} from indicator where code = any($1::text[])`;
  await addVersions(tx, 'indicator', shown, codes, change);
  return codes.length;
}

/** Creates or replaces tasks with their organisations; returns how many tasks changed. */
async function saveTasks(tx: Tx, tasks: readonly Task[]): Promise<number> {
  const changed = await upsert(
    tx,
    'plan_task',
    ['number'],
    tasks.map((task) => ({
      number: task.number,
      section: task.section,
      title_zh: task.title.zh,
      title_en: task.title.en,
      responsibility: task.responsibility,
    })),
  );
  const moved = await replaceOf(
    tx,
    'task_organisation',
    ['task', 'position'],
    tasks.map(({ number }) => number),
    tasks.flatMap(({ number, organisations }) =>
      organisations.map((organisation, index) => ({ task: number, position: index + 1, organisation })),
    ),
  );
  return new Set([...changed, ...moved]).size;
}

function planRow(plan: Plan): Record<string, unknown> {
  return {
    code: plan.code,
    title_zh: plan.title.zh,
    title_en: plan.title.en,
    issuer_zh: plan.issuer.zh,
    issuer_en: plan.issuer.en,
    issued_on: plan.issuedOn,
    published_on: plan.publishedOn,
    base_year: plan.baseYear,
    horizon: plan.horizon,
  };
}

function sectionRows(plan: Plan): Record<string, unknown>[] {
  return plan.sections.map((section, index) => ({
    code: section.code,
    plan: plan.code,
    position: index + 1,
    number: section.number,
    parent: section.parent,
    title_zh: section.title.zh,
    title_en: section.title.en,
  }));
}

type Code = string | number;
type Row = Readonly<Record<string, unknown>>;

/**
 * Makes `rows` the only ones of their owners; the owner is the first column of the key.
 * @returns the owners of rows that were added, changed or removed.
 */
async function replaceOf(
  tx: Tx,
  table: string,
  key: readonly [string, string],
  owners: readonly Code[],
  rows: readonly Row[],
): Promise<Code[]> {
  const [owner, part] = key;
  const removed: { owner: Code }[] = await tx.query(
    `with removed as (
       delete from "${table}" t
       where $1::jsonb @> to_jsonb(t."${owner}") and not exists
         (select from jsonb_populate_recordset(null::"${table}", $2::jsonb) r
          where r."${owner}" = t."${owner}" and r."${part}" = t."${part}")
       returning t."${owner}" as owner
     ) select owner from removed`,
    [JSON.stringify(owners), JSON.stringify(rows)],
  );
  return [...removed.map((row) => row.owner), ...(await upsert(tx, table, key, rows))];
}

/**
 * Inserts rows or updates those that differ, in one statement, so that rows may refer to each other in any order.
 * Table and column names come from this file only, never from outside.
 * @returns the first column of the key of each row that was written.
 */
async function upsert(
  tx: Tx,
  table: string,
  key: readonly [string, ...string[]],
  rows: readonly Row[],
): Promise<Code[]> {
  const first = rows[0];
  if (!first) return [];
  const names = Object.keys(first);
  const others = names.filter((name) => !key.includes(name));
  const list = (columns: readonly string[], prefix = '') =>
    columns.map((name) => `${prefix}"${name}"`).join(', ');
  const conflict =
    others.length === 0
      ? 'do nothing'
      : `do update set ${others.map((name) => `"${name}" = excluded."${name}"`).join(', ')}
         where (${list(others, 't.')}) is distinct from (${list(others, 'excluded.')})`;
  const written: { code: Code }[] = await tx.query(
    `insert into "${table}" as t (${list(names)})
     select ${list(names, 'r.')} from jsonb_populate_recordset(null::"${table}", $1::jsonb) r
     on conflict (${list(key)}) ${conflict} returning t."${key[0]}" as code`,
    [JSON.stringify(rows)],
  );
  return written.map((row) => row.code);
}
