import type { BriefingBlock, BriefingSection } from '#contract';
import type { BriefingChange, BriefingRead } from '#monitoring';
import type { Words } from '../assessments/verdict-words.js';
import { whyWords } from '../assessments/why-words.js';
import { cell, column, paragraph, statusCell, table, targetCell, words } from './document-parts.js';
import { changeWords } from './summary-section.js';

/** Why a target's status is another; of a withdrawn target there is nothing to say. */
export function changeReason({ why, judgement }: BriefingChange): Words | null {
  return why && whyWords(why, judgement.indicator);
}

/** Which verdicts are others than before the period: from, to, and why. */
export function changesSection(
  { briefing }: BriefingRead,
  nameOf: (organisation: string) => Words,
): BriefingSection {
  const { changes } = briefing;
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const blocks = kinds.map((kind): BriefingBlock => {
    const own = changes.filter((change) => change.kind === kind);
    const { zh, en } = changeWords[kind];
    return table(
      words(`${zh}（${own.length}项）`, `${en} (${own.length})`),
      [
        column(words('目标', 'Target'), 0.26),
        column(words('由', 'From'), 0.16),
        column(words('到', 'To'), 0.16),
        column(words('原因', 'Why'), 0.23),
        column(words('责任单位', 'Answers for it'), 0.19),
      ],
      own.map((change) => {
        const { target } = change.judgement;
        return [
          kind === 'withdrawn' ? cell(target.name) : targetCell(target.code, target.name),
          statusCell(change.from),
          statusCell(change.to),
          cell(changeReason(change) ?? words('—', '—')),
          cell(nameOf(target.organisation)),
        ];
      }),
    );
  });
  return {
    code: 'changes',
    heading: words('本期变化', 'Changes in the period'),
    blocks:
      blocks.length > 0
        ? blocks
        : [
            paragraph(
              '本期没有目标的结论发生变化：没有新的落后、未能实现，也没有好转或新得到评估的目标。',
              'Nothing changed in this period: no target slipped, was missed, recovered or was newly assessed.',
            ),
          ],
  };
}
