/** One alert of a message in words, made from the message's own numbers. */
import type { Severity } from '#alerting';
import type { TargetFacts, ToldAlert } from '#monitoring';
import {
  goalWords,
  periodWords,
  statusWords,
  verdictWords,
  type Words,
} from '../assessments/verdict-words.js';
import { shortClockText } from './notice-facts.js';

export interface AlertWords {
  /** One line: what, and how it stands. */
  readonly summary: Words;
  /** Why, and whom it concerns. */
  readonly description: Words;
  /** Who sees to it, to whom it was taken up, what the receiver was not told of. */
  readonly remarks: readonly Words[];
}

export const severityWords: Readonly<Record<Severity, Words>> = {
  critical: { zh: '紧急', en: 'critical' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
};

/** @param timeZone the zone of the times that it names */
export function alertWords(alert: ToldAlert, timeZone: string): AlertWords {
  return {
    summary: alertSummary(alert),
    description: descriptionOf(alert),
    remarks: remarksOf(alert, timeZone),
  };
}

/** One line by itself: a list of hundreds needs no more, and numbers are costly to write. */
export function alertSummary(alert: ToldAlert): Words {
  if (alert.state !== 'resolved') return troubleOf(alert);
  const { target } = alert;
  if (target === null) {
    const { zh, en } = troubleOf(alert);
    if (alert.withdrawn)
      return {
        zh: `预警解除：${zh}，该对象已停用或删除`,
        en: `Alert resolved: ${en}; it was disabled or removed`,
      };
    return { zh: `预警解除：${zh}`, en: `Alert resolved: ${en}` };
  }
  const { name } = target.target;
  const now = statusWords[target.to];
  return alert.withdrawn
    ? { zh: `预警解除：${name.zh}，该目标已停用`, en: `Alert resolved: ${name.en}, the target was withdrawn` }
    : { zh: `预警解除：${name.zh}，现为“${now.zh}”`, en: `Alert resolved: ${name.en}, now “${now.en}”` };
}

/** What is or was wrong. The rule's own text says that its condition holds, which is not what `noData` and `error` say. */
function troubleOf(alert: ToldAlert): Words {
  const subject = subjectOf(alert);
  switch (alert.about) {
    case 'condition':
      return alert.summary;
    case 'noData':
      return { zh: `数据缺失，无法判断：${subject.zh}`, en: `Data missing, cannot be judged: ${subject.en}` };
    case 'error':
      return { zh: `读取出错，无法判断：${subject.zh}`, en: `Error, cannot be judged: ${subject.en}` };
  }
}

/** What the alert is about, by name where there is one. */
function subjectOf({ names, labels }: ToldAlert): Words {
  if (names['target']) return names['target'];
  const { indicator, area, project, stage } = names;
  if (project && stage) return { zh: `${project.zh}（${stage.zh}）`, en: `${project.en} (${stage.en})` };
  if (indicator && area) return { zh: `${indicator.zh}（${area.zh}）`, en: `${indicator.en} (${area.en})` };
  const code = labels['target'] ?? labels['series'] ?? labels['source'] ?? labels['alertname'] ?? '';
  return names['series'] ?? names['source'] ?? names['indicator'] ?? { zh: code, en: code };
}

function descriptionOf(alert: ToldAlert): Words {
  const { target, names, state, description } = alert;
  if (target) {
    const facts = targetWords(target);
    // Of one that is over the verdict says how it stands now; the rule's text would say what holds no more.
    return state === 'resolved' ? facts : joined(reasonOf(alert), facts);
  }
  const reason = alert.about === 'condition' ? description : reasonOf(alert);
  const story =
    state === 'resolved' ? { zh: `此前的情况：${reason.zh}`, en: `How it was: ${reason.en}` } : reason;
  const { organisation } = names;
  return organisation
    ? joined(story, { zh: `责任单位：${organisation.zh}。`, en: `Responsible: ${organisation.en}.` })
    : story;
}

function reasonOf({ about, description, labels, numbers }: ToldAlert): Words {
  const rule = labels['alertname'] ?? '';
  switch (about) {
    case 'condition':
      return description;
    case 'noData':
      return {
        zh: `此前已知的数据现在缺失，规则“${rule}”无法判断。`,
        en: `What was known before is missing now, so that rule “${rule}” cannot be judged.`,
      };
    case 'error': {
      const { why } = numbers;
      const said = why?.kind === 'text' ? { zh: `：${why.zh}`, en: `: ${why.en}` } : { zh: '', en: '' };
      return {
        zh: `规则“${rule}”所需的数据读取出错${said.zh}。`,
        en: `The data that rule “${rule}” needs could not be read${said.en}.`,
      };
    }
  }
}

function targetWords({ verdict, target, indicator, area, organisation }: TargetFacts): Words {
  const facts = { ...indicator, ...target };
  const judged = verdictWords(verdict, facts);
  const goal = goalWords(facts);
  const due = periodWords(target.due);
  const { task, quote } = target.clause;
  return {
    zh: `${judged.zh}指标：${indicator.name.zh}（${area.name.zh}）。目标：${goal.zh}，${due.zh}到期。责任单位：${organisation.name.zh}。依据：规划第${task}项任务“${quote}”。`,
    en: `${judged.en} Indicator: ${indicator.name.en} (${area.name.en}). Target: ${goal.en}, due ${due.en}. Responsible: ${organisation.name.en}. Source: task ${task} of the plan.`,
  };
}

function remarksOf({ acknowledged, escalatedTo, passed, state }: ToldAlert, timeZone: string): Words[] {
  const remarks: Words[] = [];
  if (passed)
    remarks.push({
      zh: '发生时未予打扰，现已解除。',
      en: 'It came and went while you were not to be disturbed.',
    });
  if (escalatedTo.length > 0 && state !== 'resolved') {
    const names = escalatedTo.map(({ name }) => name);
    remarks.push({
      zh: `因无人确认，已上报：${names.map(({ zh }) => zh).join('、')}。`,
      en: `Nobody acknowledged it, so it was taken up to: ${names.map(({ en }) => en).join(', ')}.`,
    });
  }
  if (acknowledged) {
    const { by, at, comment } = acknowledged;
    const time = shortClockText(at, timeZone);
    const said = comment === '' ? { zh: '', en: '' } : { zh: `：“${comment}”`, en: `: “${comment}”` };
    remarks.push({
      zh: `${by}已于${time}确认${said.zh}。`,
      en: `Acknowledged by ${by} at ${time}${said.en}.`,
    });
  }
  return remarks;
}

/** Two texts one behind the other, each a sentence: rules' texts may lack the full stop. */
function joined(first: Words, second: Words): Words {
  const zh = /[。！？.!?]$/.test(first.zh) ? first.zh : `${first.zh}。`;
  const en = /[.!?]$/.test(first.en) ? first.en : `${first.en}.`;
  return { zh: zh + second.zh, en: `${en} ${second.en}` };
}
