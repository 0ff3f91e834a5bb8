import { readAreas, readOrganisations, readTasks, type Reader } from '#storage';
import { CodeList } from '../code-list.js';
import { areaCodeList } from '../reference.js';
import type { KnownCodes } from './check-project.js';
import type { NamesOfCodes } from './project-columns.js';

/** What projects are read against and written with. */
export interface ProjectReference {
  readonly known: KnownCodes;
  readonly names: NamesOfCodes;
  readonly taskTitles: CodeList;
  readonly organisations: CodeList;
  readonly areas: CodeList;
}

export async function readProjectReference(reader: Reader): Promise<ProjectReference> {
  const tasks = await readTasks(reader);
  const organisations = await readOrganisations(reader);
  const areas = await readAreas(reader);
  return {
    known: {
      tasks: new Set(tasks.map(({ number }) => number)),
      organisations: new Set(organisations.map(({ code }) => code)),
      areas: new Set(areas.map(({ code }) => code)),
    },
    names: {
      organisations: new Map(organisations.map(({ code, name }) => [code, name.zh])),
      areas: new Map(areas.map(({ code, name }) => [code, name.zh])),
    },
    taskTitles: new CodeList(
      tasks.map(({ number, title }) => ({ code: `task${number}`, names: [title.zh, title.en] })),
    ),
    organisations: new CodeList(
      organisations.map(({ code, name }) => ({
        code,
        names: [name.zh, name.en],
        // 省商务厅（省自贸办） is mostly written without its second name.
        aliases: [name.zh.replace(/（.*）$/, '')],
      })),
    ),
    areas: areaCodeList(areas),
  };
}
