/** A briefing in words: the answer over HTTP, from which page, PDF and .docx are made. Pure. */
import type { BriefingAnswer, BriefingSection, Organisation, Plan } from '#contract';
import type { BriefingRead } from '#monitoring';
import { formatPeriod } from '#time-period';
import { periodWords, type Words } from '../assessments/verdict-words.js';
import { behindSection } from './behind-section.js';
import { changeReason, changesSection } from './changes-section.js';
import { comingSection } from './coming-section.js';
import { dayWords, words } from './document-parts.js';
import { methodSection } from './method-section.js';
import { organisationsSection } from './organisations-section.js';
import { summarySection } from './summary-section.js';

export interface BriefingNames {
  /** null: no plan is loaded. */
  readonly plan: Plan | null;
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly today: string;
  readonly timeZone: string;
}

const chineseNumbers = ['一', '二', '三', '四', '五', '六'];

export function briefingAnswer(read: BriefingRead, names: BriefingNames): BriefingAnswer {
  const { briefing } = read;
  const { when } = briefing;
  const nameOf = (code: string): Words => names.organisations.get(code)?.name ?? { zh: code, en: code };
  const sections = [
    summarySection(read),
    changesSection(read, nameOf),
    behindSection(read, { organisation: nameOf, timeZone: names.timeZone }),
    organisationsSection(read, nameOf),
    comingSection(read, nameOf),
    methodSection(read),
  ].map(numbered);
  return {
    period: formatPeriod(when.period),
    periodName: periodWords(formatPeriod(when.period)),
    previous: formatPeriod(when.previous),
    next: when.next.start > names.today ? null : formatPeriod(when.next),
    from: when.period.start,
    to: when.period.end,
    day: when.day,
    asOf: when.asOf.toISOString(),
    unfinished: when.unfinished,
    comparedDay: when.comparedDay,
    targets: briefing.targets,
    assessed: briefing.assessed,
    counts: { ...briefing.counts },
    countsBefore: { ...briefing.countsBefore },
    changes: briefing.changes.map((change) => ({
      target: change.judgement.target.code,
      name: change.judgement.target.name,
      kind: change.kind,
      from: change.from,
      to: change.to,
      why: changeReason(change),
      organisation: change.judgement.target.organisation,
    })),
    behind: briefing.behind.map(({ target, verdict }) => ({
      target: target.code,
      name: target.name,
      status: verdict.status,
    })),
    organisations: briefing.organisations.map(({ organisation, targets, counts, lateData, lateStages }) => ({
      organisation,
      name: nameOf(organisation),
      targets,
      counts: { ...counts },
      lateData: lateData.length,
      lateStages: lateStages.length,
    })),
    document: { ...headOf(read, names), sections },
  };
}

function headOf({ briefing: { when } }: BriefingRead, { plan }: BriefingNames) {
  const name = periodWords(formatPeriod(when.period));
  const day = dayWords(when.day);
  return {
    title: words('规划目标进展情况督查通报', 'Supervision briefing on the targets of the plan'),
    subtitle: words(`${plan?.title.zh ?? ''}（${name.zh}）`, `${plan ? `${plan.title.en}, ` : ''}${name.en}`),
    dateline: when.unfinished
      ? words(
          `本期尚未结束，数据截至${day.zh}，期末数字可能变动`,
          `The period has not ended: as of ${day.en}, and likely to change`,
        )
      : words(`数据截至${day.zh}`, `As of ${day.en}`),
  };
}

function numbered(section: BriefingSection, index: number): BriefingSection {
  const { zh, en } = section.heading;
  return { ...section, heading: words(`${chineseNumbers[index] ?? ''}、${zh}`, `${index + 1}. ${en}`) };
}
