/** Which projects of the library are shown. A view is the page's address, so that it can be shared and comes back. */
import type { DatedStage, ProjectField, ProjectLevel, ProjectStage, ProjectStanding } from '#contract';

// The contract's own lists would bring its whole checking into the page.
export const projectLevels = [
  'national',
  'interprovincial',
  'provincial',
  'municipal',
] as const satisfies readonly ProjectLevel[];
export const projectFields = [
  'transport',
  'resourcesEnvironment',
  'information',
  'market',
  'publicServices',
  'industry',
  'energy',
  'other',
] as const satisfies readonly ProjectField[];
export const datedStages = [
  'approved',
  'designed',
  'construction',
  'completed',
  'operating',
] as const satisfies readonly DatedStage[];
export const projectStages = ['preparation', ...datedStages] as const satisfies readonly ProjectStage[];
export const projectStandings = [
  'active',
  'suspended',
  'removed',
] as const satisfies readonly ProjectStanding[];

export interface ProjectView {
  /** A value of the contract, or none: not given. Null: any. */
  level: string | null;
  field: string | null;
  stage: string | null;
  standing: string | null;
  organisation: string | null;
  area: string | null;
  task: string | null;
  late: boolean;
  search: string;
}

type Query = Readonly<Record<string, unknown>>;

const one = (query: Query, key: string): string => {
  const given = query[key];
  const first: unknown = Array.isArray(given) ? given[0] : given;
  return typeof first === 'string' ? first : '';
};

const among = (allowed: readonly string[], text: string): string | null =>
  allowed.find((candidate) => candidate === text) ?? null;

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function projectViewFromQuery(query: Query): ProjectView {
  const task = one(query, 'task');
  return {
    level: among([...projectLevels, 'none'], one(query, 'level')),
    field: among([...projectFields, 'none'], one(query, 'field')),
    stage: among([...projectStages, 'none'], one(query, 'stage')),
    standing: among(projectStandings, one(query, 'standing')),
    organisation: one(query, 'organisation') || null,
    area: one(query, 'area') || null,
    task: /^\d{1,4}$/.test(task) ? task : null,
    late: one(query, 'late') === 'true',
    search: one(query, 'q'),
  };
}

/** The query of a view, as the page's address and as the service understands it. */
export function queryOfProjectView(view: ProjectView): Record<string, string> {
  const { late, search, ...chosen } = view;
  return {
    ...Object.fromEntries(
      Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
    ...(late && { late: 'true' }),
    ...(search.trim() !== '' && { q: search }),
  };
}
