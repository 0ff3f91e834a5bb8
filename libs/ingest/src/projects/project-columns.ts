import { datedStage, type DatedStage, type Project, type ProjectColumn } from '#contract';
import { formatPeriodZh, parsePeriod } from '#time-period';
import { fieldWords, levelWords, stageWords, standingWords } from './project-words.js';

/** What names are written by: of organisations and areas their Chinese ones. */
export interface NamesOfCodes {
  readonly organisations: ReadonlyMap<string, string>;
  readonly areas: ReadonlyMap<string, string>;
}

/** A column of a file of projects. */
export interface ColumnOfProject {
  readonly name: ProjectColumn;
  /** As the template heads it; then its other spellings. */
  readonly headers: readonly [string, ...string[]];
  /** What the template writes into it; '' where nothing is given. A cell that holds this is read back as the same. */
  readonly textOf: (project: Project, names: NamesOfCodes) => string;
}

const column = (
  name: ProjectColumn,
  headers: ColumnOfProject['headers'],
  textOf: ColumnOfProject['textOf'],
): ColumnOfProject => ({ name, headers, textOf });

const beginnings: Readonly<Record<DatedStage, readonly [string, ...string[]]>> = {
  approved: ['立项'],
  designed: ['初步设计批复', '初设批复'],
  construction: ['开工'],
  completed: ['完工', '竣工', '建成'],
  operating: ['投用', '投产', '投入使用'],
};

const periodText = (text: string | null) => {
  const period = text === null ? null : parsePeriod(text);
  return period === null ? '' : formatPeriodZh(period);
};

const dateColumns = datedStage.options.flatMap((stage) =>
  (['planned', 'actual'] as const).map((which) => {
    const prefix = which === 'planned' ? '计划' : '实际';
    const [first, ...others] = beginnings[stage];
    return column(
      `${which}_${stage}`,
      [
        `${prefix}${first}`,
        ...others.map((word) => `${prefix}${word}`),
        ...[first, ...others].flatMap((word) => [`${prefix}${word}时间`, `${prefix}${word}日期`]),
      ],
      ({ stages }) => periodText(stages.find((dates) => dates.stage === stage)?.[which] ?? null),
    );
  }),
);

/** Between several organisations or areas in one cell. */
export const separator = '；';

/** All columns, in the order of the template. */
export const projectColumns: readonly ColumnOfProject[] = [
  column('code', ['项目代码', '代码', '项目编码', '编码', 'project', 'project_code'], ({ code }) => code),
  column('name', ['项目名称', '名称', '项目', 'name_zh', 'project_name'], ({ name }) => name.zh),
  column('name_en', ['英文名称', '项目英文名称'], ({ name }) => name.en ?? ''),
  column('level', ['级别', '项目级别', '分级', '管理级别'], ({ level }) =>
    level === null ? '' : levelWords[level][0],
  ),
  column('field', ['领域', '合作领域', '重点领域'], ({ field }) =>
    field === null ? '' : fieldWords[field][0],
  ),
  column('task', ['任务', '任务编号', '所属任务', '规划任务'], ({ task }) => String(task)),
  column(
    'organisations',
    ['责任单位', '单位', '牵头单位', 'organisation', 'responsible'],
    ({ organisations }, names) =>
      organisations.map((code) => names.organisations.get(code) ?? code).join(separator),
  ),
  column('areas', ['地区', '建设地点', '所在地区', 'area', 'location'], ({ areas }, names) =>
    areas.map((code) => names.areas.get(code) ?? code).join(separator),
  ),
  column('investment', ['总投资', '投资', '投资额', '计划总投资', 'total_investment'], ({ investment }) =>
    investment === null ? '' : `${investment.value}${investment.unit}`,
  ),
  column('stage', ['当前阶段', '阶段', '项目阶段', '建设阶段', 'current_stage'], ({ stage }) =>
    stage === null ? '' : stageWords[stage][0],
  ),
  column('standing', ['在库状态', '状态'], ({ standing }) => standingWords[standing][0]),
  ...dateColumns,
  column('clause', ['规划原文', '规划表述'], ({ clause }) => clause ?? ''),
  column('note', ['备注', '说明', 'comment'], ({ note }) => note ?? ''),
];

/** The header that the template writes. */
export const headerOf = (name: ProjectColumn): string =>
  projectColumns.find((candidate) => candidate.name === name)!.headers[0];

/** The columns in which two states of a project differ, in the words of the template; null where nothing is given. */
export function differences(
  before: Project | null,
  after: Project,
  names: NamesOfCodes,
): { column: ProjectColumn; before: string | null; after: string | null }[] {
  return projectColumns.flatMap(({ name, textOf }) => {
    const old = before === null ? '' : textOf(before, names);
    const now = textOf(after, names);
    return old === now ? [] : [{ column: name, before: old || null, after: now || null }];
  });
}
