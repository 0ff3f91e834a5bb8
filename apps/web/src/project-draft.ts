/** A project as a form holds it: texts as they are typed, until they are read. */
import type { DatedStage, Project, ProjectAnswer } from '#contract';
import type { Messages } from './messages.zh';
import { datedStages } from './project-view';
import { periodTyped } from './reporting';

export interface ProjectDraft {
  nameZh: string;
  nameEn: string;
  level: Project['level'] | '';
  field: Project['field'] | '';
  stage: Project['stage'] | '';
  standing: Project['standing'];
  task: number;
  organisations: string[];
  areas: string[];
  investment: string;
  unit: NonNullable<Project['investment']>['unit'];
  dates: Record<DatedStage, { planned: string; actual: string }>;
  clause: string;
  note: string;
}

export function draftOf(project: ProjectAnswer): ProjectDraft {
  const datesOf = (stage: DatedStage) => {
    const own = project.stages.find((dates) => dates.stage === stage);
    return { planned: own?.planned ?? '', actual: own?.actual ?? '' };
  };
  return {
    nameZh: project.name.zh,
    nameEn: project.name.en ?? '',
    level: project.level ?? '',
    field: project.field ?? '',
    stage: project.statedStage ?? '',
    standing: project.standing,
    task: project.task,
    organisations: [...project.organisations],
    areas: [...project.areas],
    investment: project.investment?.value ?? '',
    unit: project.investment?.unit ?? '亿元',
    dates: {
      approved: datesOf('approved'),
      designed: datesOf('designed'),
      construction: datesOf('construction'),
      completed: datesOf('completed'),
      operating: datesOf('operating'),
    },
    clause: project.clause ?? '',
    note: project.note ?? '',
  };
}

/** The project that a draft makes, or the first thing that cannot be read. The service checks the rest. */
export function projectOf(
  code: string,
  draft: ProjectDraft,
  words: Pick<Messages, 'projectForm' | 'projectImport'>,
): { project: Project } | { fault: string } {
  const say = words.projectForm;
  const text = (typed: string) => (typed.trim() === '' ? null : typed.trim());
  const name = text(draft.nameZh);
  if (name === null) return { fault: say.needName };
  if (draft.organisations.length === 0) return { fault: say.needOrganisation };
  const value = text(draft.investment.normalize('NFKC').replaceAll(',', ''));
  if (value !== null && !/^\d{1,15}(?:\.\d{1,4})?$/.test(value)) return { fault: say.badInvestment };
  const stages: Project['stages'] = [];
  for (const stage of datedStages) {
    const period = { planned: null as string | null, actual: null as string | null };
    for (const which of ['planned', 'actual'] as const) {
      const typed = text(draft.dates[stage][which]);
      period[which] = typed === null ? null : periodTyped(typed);
      if (typed !== null && period[which] === null)
        return { fault: say.badDate(words.projectImport.column[`${which}_${stage}`]) };
    }
    if (period.planned !== null || period.actual !== null) stages.push({ stage, ...period });
  }
  return {
    project: {
      code,
      name: { zh: name, en: text(draft.nameEn) },
      level: draft.level || null,
      field: draft.field || null,
      task: draft.task,
      organisations: draft.organisations,
      areas: draft.areas,
      investment: value === null ? null : { value, unit: draft.unit },
      stage: draft.stage || null,
      standing: draft.standing,
      stages,
      clause: text(draft.clause),
      note: text(draft.note),
    },
  };
}
