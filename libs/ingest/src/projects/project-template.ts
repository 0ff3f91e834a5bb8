import { stringify } from 'csv-stringify/sync';
import { writeXlsx } from 'hucre/xlsx';
import type { ProjectColumn } from '#contract';
import { readProjects, type Reader } from '#storage';
import { bare, projectSheet } from './import-projects.js';
import { projectColumns } from './project-columns.js';
import { readProjectReference } from './project-reference.js';
import { fieldWords, levelWords, stageWords, standingWords } from './project-words.js';

type Workbook = Parameters<typeof writeXlsx>[0];
type Cells = NonNullable<Workbook['sheets'][number]['cells']>;

/** A file to fill in: the header, and every project that the library has, so that it can be mended and sent back. */
export interface ProjectTemplate {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export async function projectTemplate(reader: Reader): Promise<ProjectTemplate> {
  const { names } = await readProjectReference(reader);
  const projects = await readProjects(reader);
  return {
    headers: projectColumns.map(({ headers }) => headers[0]),
    rows: projects.map((project) => projectColumns.map(({ textOf }) => textOf(bare(project), names))),
  };
}

/** As CSV that Excel opens rightly. */
export function projectTemplateCsv({ headers, rows }: ProjectTemplate): string {
  return stringify([[...headers], ...rows.map((row) => [...row])], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}

const choicesOf: Partial<Record<ProjectColumn, Readonly<Record<string, readonly [string, ...string[]]>>>> = {
  level: levelWords,
  field: fieldWords,
  stage: stageWords,
  standing: standingWords,
};
const wide: Partial<Record<ProjectColumn, number>> = { name: 36, organisations: 40, clause: 60, note: 40 };
/** Blank rows for further projects, checked as the others. */
const spareRows = 200;

/** As a workbook: every cell a text, so that no program makes a date of a code; words that can be chosen are lists. */
export function projectTemplateXlsx({ headers, rows }: ProjectTemplate, now: Date): Promise<Uint8Array> {
  const cells: Cells = new Map();
  headers.forEach((header, at) =>
    cells.set(`0,${at}`, {
      value: header,
      type: 'string',
      style: {
        font: { bold: true },
        fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
      },
    }),
  );
  for (let row = 0; row < rows.length + spareRows; row++)
    headers.forEach((_, at) => {
      const text = rows[row]?.[at] ?? '';
      const style = { numFmt: '@' };
      cells.set(
        `${row + 1},${at}`,
        text === '' ? { value: null, type: 'empty', style } : { value: text, type: 'string', style },
      );
    });
  const last = rows.length + spareRows + 1;
  return writeXlsx({
    properties: { title: projectSheet, created: now, modified: now },
    sheets: [
      {
        name: projectSheet,
        columns: projectColumns.map(({ name }) => ({ width: wide[name] ?? 14 })),
        cells,
        freezePane: { rows: 1, columns: 2 },
        dataValidations: projectColumns.flatMap(({ name }, at) => {
          const words = choicesOf[name];
          if (words === undefined) return [];
          return [
            {
              type: 'list' as const,
              values: Object.values(words).map(([word]) => word),
              range: `${letterOf(at)}2:${letterOf(at)}${last}`,
              allowBlank: true,
              showErrorMessage: true,
              errorTitle: headers[at] ?? '',
              errorMessage: '请从列表中选择，或者空着表示未定',
            },
          ];
        }),
      },
    ],
  });
}

/** A of the first column; there are fewer than 26. */
function letterOf(at: number): string {
  return String.fromCharCode(65 + at);
}
