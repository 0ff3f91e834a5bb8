import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectSchema, type Catalogue, type Project } from '#contract';
import type { Day } from '#time-period';
import { checkProject } from '../projects/check-project.js';
import { isMissing } from './read-seeds.js';
import { wholeNumber, type SeedFault } from './seed-reading.js';
import { readYamlList } from './seed-yaml.js';

const file = 'projects.yml';

/**
 * Reads the first entries of the library of projects; a plan may have none, and then no file. What an entry leaves out is
 * not known; organisations that it leaves out are those of its task.
 * @param catalogue the sound rest of the folder.
 */
export async function readProjectSeeds(
  folder: string,
  catalogue: Pick<Catalogue, 'tasks' | 'organisations' | 'areas'>,
  today: Day,
): Promise<{ projects: Project[] } | { faults: SeedFault[] }> {
  const bytes = await bytesOf(join(folder, file));
  if (bytes === null) return { projects: [] };
  if (!isUtf8(bytes)) return { faults: [{ file, line: 1, field: '', message: 'this file is not in UTF-8' }] };
  const organisationsOf = new Map(catalogue.tasks.map((task) => [task.number, task.organisations]));
  const prepare = (raw: Record<string, unknown>) => {
    const task = wholeNumber(raw['task']);
    const ofTask = typeof task === 'number' ? organisationsOf.get(task) : undefined;
    return { ...unknown, ...raw, task, organisations: raw['organisations'] ?? ofTask };
  };
  const { items, faults } = readYamlList(file, bytes.toString('utf8'), projectSchema, prepare);
  const known = {
    tasks: new Set(catalogue.tasks.map(({ number }) => number)),
    organisations: new Set(catalogue.organisations.map(({ code }) => code)),
    areas: new Set(catalogue.areas.map(({ code }) => code)),
  };
  const seen = new Set<string>();
  for (const { value, locate } of items) {
    if (seen.has(value.code))
      faults.push({ file, ...locate(['code']), message: `${value.code} is there twice` });
    seen.add(value.code);
    for (const { column, message } of checkProject(value, known, today))
      faults.push({ file, ...locate([column]), message });
  }
  return faults.length > 0 ? { faults } : { projects: items.map(({ value }) => value) };
}

const unknown = {
  level: null,
  field: null,
  areas: [],
  investment: null,
  stage: null,
  standing: 'active',
  stages: [],
  clause: null,
  note: null,
};

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
