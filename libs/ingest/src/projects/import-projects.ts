import type { Project, ProjectChange, ProjectFault, ProjectImportReport } from '#contract';
import { AppError } from '#contract';
import { putProjects } from '#monitoring';
import {
  addAuditEntry,
  inTransaction,
  lockJudgement,
  lockProjects,
  readProjects,
  saveProjects,
  type Caller,
  type Database,
  type StoredProject,
  type Tx,
} from '#storage';
import { dayInZone } from '#time-period';
import { readRows } from '../read-rows.js';
import { recognise, type Recognised } from '../recognise.js';
import { differences } from './project-columns.js';
import {
  isProjectHeader,
  linesAboveHeader,
  readProjectHeader,
  type ProjectHeader,
} from './project-header.js';
import { readProjectReference } from './project-reference.js';
import { readProjectRow } from './read-project-row.js';

/** A file of projects that lies on disk. */
export interface ProjectFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Tell what the file would do, and do none of it. */
  readonly dryRun: boolean;
  /** The sheet of a workbook that has several. */
  readonly sheet?: string | undefined;
}

/** What the template calls its sheet; of several sheets it is the one meant. */
export const projectSheet = '项目库';
const mostInline = 1000;
/** A province's library has hundreds. */
const mostRows = 10_000;

interface ReadFile {
  readonly rowsRead: number;
  readonly faults: readonly ProjectFault[];
  readonly projects: readonly { readonly line: number; readonly project: Project }[];
}

/**
 * Brings a file of projects into the library: all of it, or nothing and every fault by line and column. Projects that the
 * file does not name stay as they are.
 * @throws AppError not-a-table; invalid-request when it is not clear which sheet is meant, with the sheets in `errors`.
 */
export async function importProjects(
  database: Database,
  file: ProjectFile,
  { caller, now, timeZone }: { readonly caller: Caller; readonly now: Date; readonly timeZone: string },
): Promise<ProjectImportReport> {
  const recognised = await recogniseSheet(file);
  try {
    return await inTransaction(database, async (tx) => {
      if (!file.dryRun) await lockJudgement(tx);
      await lockProjects(tx);
      const stored = new Map((await readProjects(tx)).map((project) => [project.code, bare(project)]));
      const reference = await readProjectReference(tx);
      const read = await readFile(recognised, { reference, today: dayInZone(now, timeZone), stored });
      const changes = read.projects.map(({ line, project }): ProjectChange => {
        const before = stored.get(project.code) ?? null;
        const fields = differences(before, project, reference.names);
        const action = before === null ? 'created' : fields.length > 0 ? 'changed' : 'unchanged';
        return { line, code: project.code, name: project.name.zh, action, fields };
      });
      const refused = read.faults.length > 0;
      if (!refused && !file.dryRun) await save(tx, file, read, changes, { caller, now, timeZone });
      return reportOf(file, recognised, read, refused ? [] : changes);
    });
  } finally {
    await recognised.discard();
  }
}

async function recogniseSheet(file: ProjectFile): Promise<Recognised> {
  const recognised = await recognise(file.path, { sheet: file.sheet });
  if (!recognised.unclearSheet) return recognised;
  await recognised.discard();
  if (recognised.sheets.includes(projectSheet)) return recognise(file.path, { sheet: projectSheet });
  throw new AppError(
    'invalid-request',
    `工作簿里有 ${recognised.sheets.length} 个工作表，请说明读哪一个：sheet=工作表名。Say which sheet to read: sheet=….`,
    recognised.sheets.map((sheet) => ({ path: 'sheet', code: 'choice', message: sheet })),
  );
}

async function readFile(
  recognised: Recognised,
  context: {
    readonly reference: Awaited<ReturnType<typeof readProjectReference>>;
    readonly today: string;
    readonly stored: ReadonlyMap<string, Project>;
  },
): Promise<ReadFile> {
  const faults: ProjectFault[] = [];
  const projects: { line: number; project: Project }[] = [];
  const lineOf = new Map<string, number>();
  let header: ProjectHeader | null = null;
  let rowsRead = 0;
  let rowsAbove = 0;
  for await (const batch of readRows(recognised))
    for (const row of batch) {
      if (header === null) {
        if (isProjectHeader(row)) {
          const read = readProjectHeader(row);
          header = read.header;
          faults.push(...read.faults.map((fault) => ({ line: row.line, ...fault })));
        } else if (++rowsAbove > linesAboveHeader) return { rowsRead, faults: [noHeader], projects };
        continue;
      }
      rowsRead += 1;
      if (rowsRead > mostRows) {
        faults.push({
          line: row.line,
          column: '',
          code: 'out-of-range',
          value: '',
          message: `一个文件最多 ${mostRows} 个项目`,
        });
        return { rowsRead, faults, projects };
      }
      if (row.fault !== null) {
        const { column, value, message } = row.fault;
        const code = row.fault.code === 'extra-cell' ? 'extra-cell' : 'missing-cell';
        faults.push({ line: row.line, column, code, value, message });
        continue;
      }
      // Without the column of codes no row can be read.
      if (!header.columns.includes('code')) continue;
      const {
        code,
        project,
        faults: own,
      } = readProjectRow(row, {
        header,
        reference: context.reference,
        today: context.today,
        stored: (wanted) => context.stored.get(wanted),
      });
      faults.push(...own.map((fault) => ({ line: row.line, ...fault })));
      const first = code === null ? undefined : lineOf.get(code);
      if (code !== null && first !== undefined)
        faults.push({
          line: row.line,
          column: 'code',
          code: 'duplicate-code',
          value: code,
          message: `第 ${first} 行已有这个项目`,
        });
      else if (code !== null) lineOf.set(code, row.line);
      if (project !== null) projects.push({ line: row.line, project });
    }
  if (header === null) return { rowsRead, faults: [noHeader], projects };
  if (rowsRead === 0)
    faults.push({
      line: header.line,
      column: '',
      code: 'missing-value',
      value: '',
      message: '表头之下没有项目',
    });
  return { rowsRead, faults, projects };
}

const noHeader: ProjectFault = {
  line: 1,
  column: 'code',
  code: 'missing-column',
  value: '',
  message: `前 ${linesAboveHeader} 行里没有找到表头；表头要有“项目代码”“项目名称”等列，可下载模板`,
};

async function save(
  tx: Tx,
  { name, sha256 }: ProjectFile,
  { projects }: ReadFile,
  changes: readonly ProjectChange[],
  { caller, now, timeZone }: { readonly caller: Caller; readonly now: Date; readonly timeZone: string },
): Promise<void> {
  const written = new Set(changes.filter(({ action }) => action !== 'unchanged').map(({ code }) => code));
  await saveProjects(
    tx,
    projects.map(({ project }) => project).filter(({ code }) => written.has(code)),
    caller.name,
    now,
  );
  for (const { code, action, fields } of changes)
    if (action !== 'unchanged')
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: action === 'created' ? 'create' : 'change',
        subject: `project ${code}`,
        details: { file: name, sha256, fields },
      });
  await putProjects(tx, [...written], { now, timeZone });
}

function reportOf(
  { name, bytes, sha256, dryRun }: ProjectFile,
  { format }: Recognised,
  { rowsRead, faults }: ReadFile,
  changes: readonly ProjectChange[],
): ProjectImportReport {
  const count = (action: ProjectChange['action']) =>
    changes.filter((change) => change.action === action).length;
  return {
    state: faults.length > 0 ? 'rejected' : dryRun ? 'validated' : 'applied',
    dryRun,
    file: { name, bytes, sha256, format },
    rows: {
      read: rowsRead,
      created: count('created'),
      changed: count('changed'),
      unchanged: count('unchanged'),
    },
    faults: faults.slice(0, mostInline),
    faultCount: faults.length,
    changes: changes.slice(0, mostInline),
  };
}

/** A stored project as it would be written again. */
export function bare(stored: StoredProject): Project {
  const { code, name, level, field, task, organisations, areas, investment } = stored;
  const { stage, standing, stages, clause, note } = stored;
  return {
    code,
    name,
    level,
    field,
    task,
    organisations,
    areas,
    investment,
    stage,
    standing,
    stages,
    clause,
    note,
  };
}
