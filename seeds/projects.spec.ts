import type { Catalogue, Project } from '#contract';
import { readProjectSeeds, readSeeds } from '#ingest';

let catalogue: Catalogue;
let projects: readonly Project[];

beforeAll(async () => {
  const seeds = await readSeeds(import.meta.dirname);
  if ('faults' in seeds) throw new Error(JSON.stringify(seeds.faults));
  ({ catalogue } = seeds);
  const read = await readProjectSeeds(import.meta.dirname, catalogue, '2026-11-23');
  if ('faults' in read)
    throw new Error(read.faults.map((f) => `${f.file}:${f.line} ${f.field}: ${f.message}`).join('\n'));
  ({ projects } = read);
});

it('holds the works that tasks 6, 18, 19, 21 and 22 name', () => {
  const count = (task: number) => projects.filter((project) => project.task === task).length;
  expect([6, 18, 19, 21, 22].map((task) => [task, count(task)])).toEqual([
    [6, 16],
    [18, 13],
    [19, 11],
    [21, 4],
    [22, 5],
  ]);
  expect(projects).toHaveLength(49);
  expect(new Set(projects.map(({ name }) => name.zh)).size).toBe(projects.length);
  expect(new Set(projects.map(({ name }) => name.en)).size).toBe(projects.length);
});

it('invents no level, sum, stage or day', () => {
  for (const { code, level, investment, stage, stages } of projects)
    expect({ code, level, investment, stage, stages }).toEqual({
      code,
      level: null,
      investment: null,
      stage: null,
      stages: [],
    });
});

it('names whoever the clause of the task names, and the words of the plan that the work is in', () => {
  for (const { task, organisations, clause } of projects) {
    expect(organisations).toEqual(catalogue.tasks.find(({ number }) => number === task)!.organisations);
    expect(clause).not.toBeNull();
  }
});

it('is named in the words of its clause', () => {
  for (const { name, clause } of projects)
    expect({ name: name.zh, added: [...name.zh].filter((sign) => !clause!.includes(sign)) }).toEqual({
      name: name.zh,
      added: [],
    });
});

it('stands where its name says', () => {
  const nameOf = new Map(catalogue.areas.map(({ code, shortName, name }) => [code, shortName ?? name.zh]));
  for (const { name, areas } of projects)
    for (const code of areas) expect(name.zh).toContain(nameOf.get(code));
});
