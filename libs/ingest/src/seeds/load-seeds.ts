import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type ImportReport, type Project, ruleOf, settingsOf } from '#contract';
import {
  type Caller,
  type Database,
  inTransaction,
  lockJudgement,
  lockProjects,
  readAlertRules,
  readAlertSettings,
  readImports,
  readOrganisations,
  readPlan,
  readProjects,
  saveAlertRule,
  saveAlertSettings,
  saveCatalogue,
  saveProjects,
  type Tx,
} from '#storage';
import { dayInZone } from '#time-period';
import { importFile } from '../import-file.js';
import { alertRulesFile, type AlertSeeds, readAlertSeeds } from './read-alert-seeds.js';
import { readProjectSeeds } from './read-project-seeds.js';
import { isMissing, readSeeds } from './read-seeds.js';
import type { SeedFault } from './seed-reading.js';

export const observationsFile = 'observations.csv';
const importName = `seeds/${observationsFile}`;

export interface LoadedSeeds {
  /** Rows written, by kind; all zero when everything was there already. */
  readonly changed: Readonly<Record<string, number>>;
  readonly targets: number;
  /** Observed values that the folder holds. */
  readonly observations: number;
  /** What became of the folder's observed values; null when it has none, as a plan may. */
  readonly report: ImportReport | null;
}

export interface SeedContext {
  readonly now: () => Date;
  readonly timeZone: string;
}

/**
 * Loads the seeds into a database that does not have them yet, or has them in part. Into one that has them come only the
 * alert rules that the folder has got since, by name; then the answer is null.
 */
export async function loadSeedsOnce(
  database: Database,
  folder: string,
  context: SeedContext,
): Promise<LoadedSeeds | null> {
  if (!(await isLoaded(database, folder))) return loadSeeds(database, folder, context);
  await addNewRules(database, folder, context.now());
  return null;
}

/** A process that died between the plan and its values left the plan alone. */
async function isLoaded(database: Database, folder: string): Promise<boolean> {
  if ((await readPlan(database.manager)) === null) return false;
  const imports = await readImports(database.manager, 100_000);
  if (imports.some((done) => done.file.name === importName && done.state === 'applied')) return true;
  return (await readObservations(folder)) === null;
}

/** What watches for something new comes with the service's next version; everything else is the administrators'. */
async function addNewRules(database: Database, folder: string, now: Date): Promise<void> {
  // Of a database that is filled the folder may be gone.
  if (!existsSync(join(folder, alertRulesFile))) return;
  const organisations = await readOrganisations(database.manager);
  const alerts = await readAlertSeeds(folder, new Set(organisations.map(({ code }) => code)));
  if ('faults' in alerts) throw seedFaults(folder, alerts.faults);
  await inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    await saveMissing(tx, alerts, now);
  });
}

/**
 * Loads a seeds folder: catalogue, rules and settings of alerts, then its observed values as an import like any other, so
 * that each has its provenance. Doing it twice changes nothing; rules and settings of alerts and projects of the library that
 * exist are left as the administrators keep them.
 * @throws AppError `invalid-catalogue` naming file, line and field of every fault; nothing is loaded then.
 */
export async function loadSeeds(
  database: Database,
  folder: string,
  context: SeedContext,
): Promise<LoadedSeeds> {
  const seeds = await readSeeds(folder);
  if ('faults' in seeds) throw seedFaults(folder, seeds.faults);
  const organisations = new Set(seeds.catalogue.organisations.map(({ code }) => code));
  const alerts = await readAlertSeeds(folder, organisations);
  if ('faults' in alerts) throw seedFaults(folder, alerts.faults);
  const library = await readProjectSeeds(folder, seeds.catalogue, dayInZone(context.now(), context.timeZone));
  if ('faults' in library) throw seedFaults(folder, library.faults);
  const values = await readObservations(folder);
  const now = context.now();
  const { changed } = await inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const changes = await saveCatalogue(tx, seeds.catalogue, 'seeds', now);
    await saveMissing(tx, alerts, now);
    const projects = await addMissingProjects(tx, library.projects, now);
    return { changed: { ...changes.changed, projects } };
  });
  const report = values === null ? null : await importValues(database, folder, values, context);
  return {
    changed,
    targets: seeds.catalogue.targets.length,
    observations: report?.rows.read ?? 0,
    report,
  };
}

async function importValues(
  database: Database,
  folder: string,
  values: string,
  context: SeedContext,
): Promise<ImportReport> {
  const path = join(folder, observationsFile);
  const caller: Caller = { name: 'seeds', role: 'admin', organisation: null };
  const report = await importFile(
    database,
    {
      path,
      name: importName,
      bytes: Buffer.byteLength(values),
      sha256: createHash('sha256').update(values).digest('hex'),
      dryRun: false,
      onError: 'reject',
    },
    { caller, ...context },
  );
  if (report.state !== 'applied')
    throw seedFaults(
      folder,
      report.rejections.map(({ line, column, message }) => ({
        file: observationsFile,
        line,
        field: column,
        message,
      })),
      '规划已载入，数值没有载入 The plan was loaded, none of its values',
    );
  return report;
}

/** Rules and settings of alerts that are not there yet: what an administrator changed stays as it is. */
async function saveMissing(tx: Tx, { rules, settings }: AlertSeeds, at: Date): Promise<void> {
  const changed = { at, by: 'seeds' };
  const existing = new Set((await readAlertRules(tx)).map((rule) => rule.name));
  for (const rule of rules)
    if (!existing.has(rule.name)) await saveAlertRule(tx, ruleOf(rule, rule.name, 1), changed);
  if (!(await readAlertSettings(tx))) await saveAlertSettings(tx, 1, settingsOf(settings), changed);
}

/** A project that the library has already is left as its administrators keep it; returns how many were added. */
async function addMissingProjects(tx: Tx, projects: readonly Project[], now: Date): Promise<number> {
  await lockProjects(tx);
  const existing = new Set((await readProjects(tx)).map(({ code }) => code));
  const missing = projects.filter(({ code }) => !existing.has(code));
  await saveProjects(tx, missing, 'seeds', now);
  return missing.length;
}

/** The values of the folder as CSV; null where there is no such file, or nothing below its header. */
async function readObservations(folder: string): Promise<string | null> {
  try {
    const text = await readFile(join(folder, observationsFile), 'utf8');
    return /\S[^\n]*\n\s*\S/.test(text) ? text : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw seedFaults(folder, [
      { file: observationsFile, line: 1, field: '', message: (error as Error).message },
    ]);
  }
}

function seedFaults(
  folder: string,
  faults: readonly SeedFault[],
  outcome = '什么也没有载入 Nothing was loaded',
): AppError {
  const lines = faults.map(({ file, line, field, message }) => `  ${file}:${line} ${field}: ${message}`);
  return new AppError(
    'invalid-catalogue',
    `The seeds in ${folder} have ${faults.length} fault(s). ${outcome}:\n${lines.join('\n')}`,
    faults.map(({ file, line, field, message }) => ({
      path: `${file}:${line}:${field}`,
      code: 'seed',
      message,
    })),
  );
}
