/** The library of major projects (the plan's task 42): what stands in it, what is asked of it, how files fill it. */
import { z } from 'zod';
import { decimal, periodText } from './catalogue.js';
import { flag, refusedCellSchema, uploadedFileSchema } from './uploaded-file.js';

/** Levels of management. The plan asks for them (分级管理) and names none; these follow its own words, docs/projects.md. */
export const projectLevel = z.enum(['national', 'interprovincial', 'provincial', 'municipal']);
export type ProjectLevel = z.infer<typeof projectLevel>;

/** The six fields that task 42 names; energy, which its 等 leaves room for; and whatever else. */
export const projectField = z.enum([
  'transport',
  'resourcesEnvironment',
  'information',
  'market',
  'publicServices',
  'industry',
  'energy',
  'other',
]);
export type ProjectField = z.infer<typeof projectField>;

/**
 * In their order. preparation is the work before any approval; each of the others begins on a day: approved 立项,
 * designed 初步设计批复, construction 开工, completed 完工, operating 投用.
 */
export const projectStage = z.enum([
  'preparation',
  'approved',
  'designed',
  'construction',
  'completed',
  'operating',
]);
export type ProjectStage = z.infer<typeof projectStage>;

/** The stages that begin on a day of their own, which can be planned. */
export const datedStage = projectStage.exclude(['preparation']);
export type DatedStage = z.infer<typeof datedStage>;

/** active: followed. suspended 暂缓 and removed 出库: its stages are not judged. */
export const projectStanding = z.enum(['active', 'suspended', 'removed']);
export type ProjectStanding = z.infer<typeof projectStanding>;

export const investmentUnit = z.enum(['万元', '亿元']);

/** Words that a file of templates would shadow as an address. */
const reserved = new Set(['import', 'import-template']);

export const projectCode = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'lower-case letters, digits, - and _')
  .refine((code) => !reserved.has(code), 'this code is an address of the service');

const code = z.string().regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'lower-case letters, digits, - and _');
const areaCode = z.string().min(1).max(60);
const text = (longest: number) => z.string().trim().min(1).max(longest);

const unique = (codes: readonly string[]) => new Set(codes).size === codes.length;

export const projectStageDatesSchema = z.strictObject({
  stage: datedStage,
  /** When the stage is to begin: a day, month, quarter, half-year or year, whose last day is the deadline. */
  planned: periodText.nullable(),
  /** When it began. */
  actual: periodText.nullable(),
});

/** A project as an administrator writes it. What is not known is null or empty, never guessed. */
export const projectSchema = z.strictObject({
  code: projectCode,
  /** English may be missing: most libraries have Chinese names only. */
  name: z.strictObject({ zh: text(200), en: text(200).nullable() }),
  level: projectLevel.nullable(),
  field: projectField.nullable(),
  /** The plan's task that it serves. */
  task: z.number().int().positive(),
  /** Who answers for it; the first leads. */
  organisations: z.array(code).min(1).max(60).refine(unique, 'an organisation is there twice'),
  /** Where it stands; empty: not given. */
  areas: z.array(areaCode).max(60).refine(unique, 'an area is there twice'),
  investment: z
    .strictObject({
      /** Exact, at least 0. */
      value: decimal
        .refine((value) => !value.startsWith('-'), 'an investment is not negative')
        .refine((value) => value.length <= 20, 'twenty characters at most'),
      unit: investmentUnit,
    })
    .nullable(),
  /** Where it stands by the library's own word; null: as its dates and reports say. */
  stage: projectStage.nullable(),
  standing: projectStanding,
  stages: z
    .array(projectStageDatesSchema)
    .max(datedStage.options.length)
    .refine((stages) => unique(stages.map(({ stage }) => stage)), 'a stage is there twice'),
  /** The words of the plan that name it; null of a project that came later. */
  clause: text(2000).nullable(),
  note: text(2000).nullable(),
});
export type Project = z.infer<typeof projectSchema>;

const bilingualName = z.object({ zh: z.string(), en: z.string().nullable() });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');

/** A stage that has not begun although its day has passed. */
export const lateStageSchema = z.object({
  stage: datedStage,
  planned: z.string(),
  /** The last day of `planned`. */
  expectedBy: day,
  /** Days since, at least 1. */
  daysLate: z.number().int(),
});
export type LateStageAnswer = z.infer<typeof lateStageSchema>;

/** One line of the library. */
export const projectRowSchema = z.object({
  code: z.string(),
  name: bilingualName,
  level: projectLevel.nullable(),
  field: projectField.nullable(),
  task: z.number().int(),
  organisations: z.array(z.string()),
  areas: z.array(z.string()),
  investment: z.object({ value: z.string(), unit: investmentUnit }).nullable(),
  standing: projectStanding,
  /** The furthest stage by the library's word, its dates and the reports; null: not given. */
  stage: projectStage.nullable(),
  /** The first stage that is late; null when none is. */
  late: lateStageSchema.nullable(),
  /** Of the newest report in force that gives one. */
  percent: z.number().nullable(),
  /** When the newest report in force was made. */
  reportedAt: z.string().nullable(),
});
export type ProjectRow = z.infer<typeof projectRowSchema>;

/** What the library holds, for those who filter. */
export const projectListSchema = z.object({
  /** How many match, of which `projects` is a part. */
  total: z.number().int(),
  /** How many of these are late. */
  late: z.number().int(),
  /** The latest first, then by task and code. */
  projects: z.array(projectRowSchema),
});
export type ProjectList = z.infer<typeof projectListSchema>;

/** `GET /api/v1/projects`. */
export const projectsQuerySchema = z.object({
  level: projectLevel.or(z.literal('none')).optional(),
  field: projectField.or(z.literal('none')).optional(),
  stage: projectStage.or(z.literal('none')).optional(),
  standing: projectStanding.optional(),
  organisation: z.string().max(100).optional(),
  area: z.string().max(100).optional(),
  task: z.coerce.number().int().optional(),
  late: flag.optional(),
  /** Part of a name, in Chinese or English, or of a code. */
  q: z.string().trim().max(100).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ProjectsQuery = z.infer<typeof projectsQuerySchema>;

/** One stage of a project as it stands. */
export const projectStageAnswerSchema = z.object({
  stage: datedStage,
  planned: z.string().nullable(),
  /** As the library has it. */
  actual: z.string().nullable(),
  /** As the newest report in force has it. The library's own word goes before it. */
  reported: z.object({ on: z.string(), report: z.number().int() }).nullable(),
  /** reached late: it certainly began after its planned day. passed: a later stage has been reached. */
  state: z.enum(['reached', 'reachedLate', 'passed', 'late', 'planned', 'notGiven']),
  /** Days late so far, or at the least when it began; 0 unless late or reachedLate. */
  daysLate: z.number().int(),
});
export type ProjectStageAnswer = z.infer<typeof projectStageAnswerSchema>;

/** `GET /api/v1/projects/{code}`. */
export const projectAnswerSchema = projectRowSchema.extend({
  clause: z.string().nullable(),
  note: z.string().nullable(),
  /** The library's own word on the stage. */
  statedStage: projectStage.nullable(),
  stages: z.array(projectStageAnswerSchema),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type ProjectAnswer = z.infer<typeof projectAnswerSchema>;

/** Columns of a file of projects, by their canonical names. */
export const projectColumn = z.enum([
  'code',
  'name',
  'name_en',
  'level',
  'field',
  'task',
  'organisations',
  'areas',
  'investment',
  'stage',
  'standing',
  'planned_approved',
  'actual_approved',
  'planned_designed',
  'actual_designed',
  'planned_construction',
  'actual_construction',
  'planned_completed',
  'actual_completed',
  'planned_operating',
  'actual_operating',
  'clause',
  'note',
]);
export type ProjectColumn = z.infer<typeof projectColumn>;

export const projectFaultCode = z.enum([
  'unknown-column',
  'missing-column',
  'duplicate-column',
  'encoding-error',
  'extra-cell',
  'missing-cell',
  'missing-value',
  'invalid-code',
  'duplicate-code',
  'unknown-level',
  'unknown-field',
  'unknown-task',
  'unknown-organisation',
  'unknown-area',
  'unknown-stage',
  'unknown-standing',
  'not-a-number',
  'out-of-range',
  'wrong-unit',
  'invalid-date',
  'future-date',
  'contradiction',
  'too-long',
]);
export type ProjectFaultCode = z.infer<typeof projectFaultCode>;

/** One cell of a file that is refused. */
export const projectFaultSchema = refusedCellSchema.extend({ code: projectFaultCode });
export type ProjectFault = z.infer<typeof projectFaultSchema>;

/** What a file does, or would do, to one project. */
export const projectChangeSchema = z.object({
  line: z.number().int(),
  code: z.string(),
  name: z.string(),
  action: z.enum(['created', 'changed', 'unchanged']),
  /** What differs, in the words of the template; before is null of a new project. */
  fields: z.array(
    z.object({ column: projectColumn, before: z.string().nullable(), after: z.string().nullable() }),
  ),
});
export type ProjectChange = z.infer<typeof projectChangeSchema>;

/** `POST /api/v1/projects/import`: 201 applied, 200 validated (a dry run), 422 rejected. */
export const projectImportReportSchema = z.object({
  state: z.enum(['validated', 'applied', 'rejected']),
  dryRun: z.boolean(),
  file: uploadedFileSchema,
  rows: z.object({
    read: z.number().int(),
    created: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
  }),
  /** Every fault of the file, the first 1,000 of them. */
  faults: z.array(projectFaultSchema),
  faultCount: z.number().int(),
  /** One for each line, the first 1,000; empty when the file is rejected. */
  changes: z.array(projectChangeSchema),
});
export type ProjectImportReport = z.infer<typeof projectImportReportSchema>;

export const projectImportQuerySchema = z.object({
  dryRun: flag.default(false),
  /** The sheet of a workbook that has several. */
  sheet: z.string().max(200).optional(),
});

export const projectTemplateQuerySchema = z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') });
