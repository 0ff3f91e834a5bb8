import {
  leastShareAssessed,
  type RollUp,
  rollUp,
  scoreOf,
  worstGroupFirst,
  worstTargetFirst,
} from '#assessment';
import type { Area, Organisation, Plan, RollUpBy, RollUps, Task } from '#contract';
import type { Judgement } from '#monitoring';
import type { Words } from './verdict-words.js';

/** What groups are named by. */
export interface GroupNames {
  readonly plan: Plan;
  readonly tasks: readonly Task[];
  readonly organisations: readonly Organisation[];
  readonly areas: readonly Area[];
}

interface Group {
  readonly key: string;
  readonly name: Words;
}

/** Judged targets in groups, the worst group first, and all of them together. null when there is no target. */
export function rollUps(
  judgements: readonly Judgement[],
  by: RollUpBy,
  names: GroupNames,
): Pick<RollUps, 'total' | 'groups'> | null {
  if (judgements.length === 0) return null;
  const groupOf = grouping(by, names);
  const groups = new Map<string, { name: Words; judgements: Judgement[] }>();
  for (const judgement of judgements) {
    const { key, name } = groupOf(judgement);
    const group = groups.get(key) ?? { name, judgements: [] };
    groups.set(key, group);
    group.judgements.push(judgement);
  }
  return {
    total: noted(rollUp(judgements.map(scored))),
    groups: [...groups]
      .map(([key, { name, judgements: own }]) => {
        const members = own.map(scored).toSorted(worstTargetFirst);
        return { key, name, ...noted(rollUp(members)), members };
      })
      .toSorted((a, b) => worstGroupFirst(a, b) || a.key.localeCompare(b.key, 'en', { numeric: true })),
  };
}

function scored({ target, verdict }: Judgement) {
  return { target: target.code, name: target.name, status: verdict.status, score: scoreOf(verdict) };
}

function grouping(by: RollUpBy, names: GroupNames): (judgement: Judgement) => Group {
  const areas = new Map(names.areas.map(({ code, name }) => [code, name]));
  const organisations = new Map(names.organisations.map(({ code, name }) => [code, name]));
  const sections = new Map(names.plan.sections.map(({ code, title }) => [code, title]));
  const tasks = new Map(names.tasks.map((task) => [task.number, task]));
  // Foreign keys tie a target to all of these, and none is ever deleted.
  const taskOf = ({ target }: Judgement) => tasks.get(target.clause.task)!;
  switch (by) {
    case 'task':
      return (judgement) => ({ key: String(taskOf(judgement).number), name: taskOf(judgement).title });
    case 'section':
      return (judgement) => {
        const { section } = taskOf(judgement);
        return { key: section, name: sections.get(section)! };
      };
    case 'organisation':
      return ({ target }) => ({ key: target.organisation, name: organisations.get(target.organisation)! });
    case 'area':
      return ({ target }) => ({ key: target.area, name: areas.get(target.area)! });
    case 'family':
      return ({ indicator }) => ({ key: indicator.code, name: indicator.name });
  }
}

function noted(group: RollUp): RollUp & { note: Words | null } {
  return { ...group, note: group.enoughAssessed ? null : tooFewAssessed(group) };
}

function tooFewAssessed({ targets, assessed, shareAssessed }: RollUp): Words {
  // Rounded down: 74.9 % is not 75 %.
  const share = Math.floor(shareAssessed * 1000) / 10;
  const least = leastShareAssessed * 100;
  return {
    zh: `${targets}个目标中有${assessed}个得到评估（${share}%），不足${least}%，得分不足以代表整组。`,
    en: `${assessed} of ${targets} targets are assessed (${share} %), less than ${least} %: the score does not stand for the group.`,
  };
}
