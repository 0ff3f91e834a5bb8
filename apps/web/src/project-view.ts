/** Which projects of the library are shown. A view is the page's address, so that it can be shared and comes back. */
import type { DatedStage, ProjectField, ProjectLevel, ProjectStage, ProjectStanding } from '#contract';
import { choiceAt, queryOf, textAt, type Query } from './address-query';

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

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function projectViewFromQuery(query: Query): ProjectView {
  const task = textAt(query, 'task');
  return {
    level: choiceAt(query, 'level', [...projectLevels, 'none']),
    field: choiceAt(query, 'field', [...projectFields, 'none']),
    stage: choiceAt(query, 'stage', [...projectStages, 'none']),
    standing: choiceAt(query, 'standing', projectStandings),
    organisation: textAt(query, 'organisation') || null,
    area: textAt(query, 'area') || null,
    task: /^\d{1,4}$/.test(task) ? task : null,
    late: textAt(query, 'late') === 'true',
    search: textAt(query, 'q'),
  };
}

/** The query of a view, as the page's address and as the service understands it. */
export const queryOfProjectView = ({ late, search, ...chosen }: ProjectView): Record<string, string> =>
  queryOf({ ...chosen, late: late ? 'true' : null, q: search.trim() === '' ? null : search });
