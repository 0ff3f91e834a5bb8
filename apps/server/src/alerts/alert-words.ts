/** What a receiver is told, in words made from the message's own numbers. */
import type { AlertMessage } from '#monitoring';
import { type IncidentMessage, incidentWords } from '../sources/incident-message.js';
import {
  goalWords,
  periodWords,
  statusWords,
  verdictWords,
  type Words,
} from '../assessments/verdict-words.js';

/** One thing to tell one receiver. */
export type Notice =
  | { readonly kind: 'firing' | 'resolved'; readonly about: AlertMessage }
  /** A periodic source has a trouble, or has it no more. */
  | { readonly kind: 'firing' | 'resolved'; readonly trouble: IncidentMessage }
  /** Asked for by an administrator; no target moved. */
  | { readonly kind: 'test'; readonly receiver: string; readonly at: string };

export interface NoticeWords {
  /** One line. */
  readonly summary: Words;
  /** Why, and whom it concerns. */
  readonly description: Words;
}

export function noticeWords(notice: Notice): NoticeWords {
  if (notice.kind === 'test') return testWords(notice.receiver);
  if ('trouble' in notice) return incidentWords(notice.trouble);
  const { about } = notice;
  return {
    summary: notice.kind === 'firing' ? firingSummary(about) : resolvedSummary(about),
    description: description(about),
  };
}

function firingSummary({ target, from, to }: AlertMessage): Words {
  return {
    zh: `目标预警：${target.name.zh}，由“${statusWords[from].zh}”转为“${statusWords[to].zh}”`,
    en: `Target slipped: ${target.name.en}, from “${statusWords[from].en}” to “${statusWords[to].en}”`,
  };
}

function resolvedSummary({ target, to, withdrawn }: AlertMessage): Words {
  if (withdrawn)
    return {
      zh: `预警解除：${target.name.zh}，该目标已撤销`,
      en: `Alert resolved: ${target.name.en}, the target was withdrawn`,
    };
  return {
    zh: `预警解除：${target.name.zh}，现为“${statusWords[to].zh}”`,
    en: `Alert resolved: ${target.name.en}, now “${statusWords[to].en}”`,
  };
}

function description({ verdict, target, indicator, area, organisation }: AlertMessage): Words {
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

function testWords(receiver: string): NoticeWords {
  return {
    summary: {
      zh: `测试消息：发给接收方“${receiver}”`,
      en: `Test message for receiver “${receiver}”`,
    },
    description: {
      zh: '没有目标发生变化，无需处理。收到本消息，说明预警能够送达。',
      en: 'No target changed and nothing needs to be done. Its arrival shows that alerts arrive.',
    },
  };
}
