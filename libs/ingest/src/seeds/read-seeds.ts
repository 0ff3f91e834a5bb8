import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  areaSchema,
  breakdownValueSchema,
  catalogueSchema,
  indicatorSchema,
  organisationSchema,
  planSchema,
  targetSchema,
  taskSchema,
} from '#contract';
import type { Catalogue } from '#contract';
import { checkCatalogue } from './check-catalogue.js';
import type { CatalogueFault } from './check-catalogue.js';
import { readCsv } from './seed-csv.js';
import { areaColumns, breakdownColumns, indicatorColumns, organisationColumns } from './seed-columns.js';
import type { SeedFault, SeedReading } from './seed-reading.js';
import { preparePlan, prepareTarget, prepareTask } from './seed-mappings.js';
import { readYamlList, readYamlMapping } from './seed-yaml.js';

type Readings = Record<keyof Catalogue, SeedReading<unknown>>;

/**
 * Reads a seeds folder: plan.yml, tasks.yml, targets.yml, organisations.csv, areas.csv, breakdowns.csv and
 * indicators.csv, all in UTF-8. All faults of all files come back in one pass, by file and line: what a file may not
 * hold, and what the files together contradict (checkCatalogue). A file that is missing is a fault too; a file that
 * is there but cannot be read (a permission, a disk) throws the system's own error.
 */
export async function readSeeds(folder: string): Promise<{ catalogue: Catalogue } | { faults: SeedFault[] }> {
  const [plan, organisations, tasks, areas, breakdownValues, indicators, targets] = await Promise.all([
    readSeedFile(folder, 'plan.yml', (file, text) => readYamlMapping(file, text, planSchema, preparePlan)),
    readSeedFile(folder, 'organisations.csv', (file, text) =>
      readCsv(file, text, organisationColumns, organisationSchema),
    ),
    readSeedFile(folder, 'tasks.yml', (file, text) => readYamlList(file, text, taskSchema, prepareTask)),
    readSeedFile(folder, 'areas.csv', (file, text) => readCsv(file, text, areaColumns, areaSchema)),
    readSeedFile(folder, 'breakdowns.csv', (file, text) =>
      readCsv(file, text, breakdownColumns, breakdownValueSchema),
    ),
    readSeedFile(folder, 'indicators.csv', (file, text) =>
      readCsv(file, text, indicatorColumns, indicatorSchema),
    ),
    readSeedFile(folder, 'targets.yml', (file, text) =>
      readYamlList(file, text, targetSchema, prepareTarget),
    ),
  ]);
  const readings: Readings = { plan, organisations, tasks, areas, breakdownValues, indicators, targets };
  const soundPlan = plan.items[0]?.value ?? null;
  const others = {
    organisations: valuesOf(organisations),
    tasks: valuesOf(tasks),
    areas: valuesOf(areas),
    breakdownValues: valuesOf(breakdownValues),
    indicators: valuesOf(indicators),
    targets: valuesOf(targets),
  };
  const incomplete = catalogueSchema.keyof().options.filter((kind) => readings[kind].faults.length > 0);
  const faults = [
    ...Object.values(readings).flatMap((reading) => reading.faults),
    ...checkCatalogue({ plan: soundPlan, ...others }, new Set(incomplete)).map((fault) =>
      placed(fault, readings),
    ),
  ];
  if (faults.length > 0 || soundPlan === null) return { faults: faults.sort(byFileAndLine) };
  return { catalogue: { plan: soundPlan, ...others } };
}

/** Reads one file of a seeds folder; that it is missing or not in UTF-8 is a fault like any other. */
export async function readSeedFile<T>(
  folder: string,
  file: string,
  read: (file: string, text: string) => SeedReading<T>,
): Promise<SeedReading<T>> {
  const refused = (message: string) => ({ file, items: [], faults: [{ file, line: 1, field: '', message }] });
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, file));
  } catch (error) {
    if (isMissing(error)) return refused('this file is missing');
    throw error;
  }
  // A table saved by Excel as GBK would otherwise land as unreadable names.
  if (!isUtf8(bytes)) return refused('this file is not in UTF-8');
  return read(file, new TextDecoder().decode(bytes));
}

/** Whether reading failed because there is no such file. */
export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function valuesOf<T>(reading: SeedReading<T>): T[] {
  return reading.items.map((item) => item.value);
}

/** Leads a fault of the catalogue back to the file and line that its item came from. */
function placed({ path, message }: CatalogueFault, readings: Readings): SeedFault {
  const [kind, ...within] = path;
  const { file, items } = readings[kind];
  const [index, rest] = kind === 'plan' ? [0, within] : [Number(within[0]), within.slice(1)];
  const place = items[index]?.locate(rest) ?? { line: 1, field: within.join('.') };
  return { file, ...place, message };
}

function byFileAndLine(one: SeedFault, other: SeedFault): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line;
}
