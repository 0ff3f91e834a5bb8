import type { DatedStage } from '#assessment';
import type { BriefingBlock, BriefingCell, BriefingSection } from '#contract';
import type { BriefingRead, LateValue, OrganisationPart } from '#monitoring';
import { formatPeriod } from '#time-period';
import { periodWords, statusWords, type Words } from '../assessments/verdict-words.js';
import {
  cell,
  column,
  dayWords,
  many,
  named,
  numberCell,
  paragraph,
  table,
  words,
} from './document-parts.js';

/** What begins a stage. */
export const stageWords: Readonly<Record<DatedStage, Words>> = {
  approved: { zh: '立项', en: 'approval' },
  designed: { zh: '初步设计批复', en: 'approval of the design' },
  construction: { zh: '开工', en: 'start of construction' },
  completed: { zh: '完工', en: 'completion' },
  operating: { zh: '投用', en: 'start of operation' },
};

/** What one organisation owes is told in so many lines at most. */
const linesOfEach = 6;

/** What each organisation answers for, and what it owes. */
export function organisationsSection(
  { briefing }: BriefingRead,
  nameOf: (organisation: string) => Words,
): BriefingSection {
  const { organisations, when } = briefing;
  const heading = words('责任单位情况', 'By organisation');
  if (organisations.length === 0)
    return {
      code: 'organisations',
      heading,
      blocks: [
        paragraph('没有单位承担目标或欠报数据。', 'No organisation answers for a target or owes anything.'),
      ],
    };
  const day = dayWords(when.day);
  const owing = organisations.filter(({ lateData, lateStages }) => lateData.length + lateStages.length > 0);
  const blocks: BriefingBlock[] = [standings(organisations, nameOf)];
  blocks.push(
    owing.length === 0
      ? paragraph(`截至${day.zh}没有逾期事项。`, `Nothing is overdue as of ${day.en}.`)
      : table(
          words(`截至${day.zh}的逾期事项`, `Overdue as of ${day.en}`),
          [
            column(words('责任单位', 'Organisation'), 0.22),
            column(words('事项', 'What is owed'), 0.46),
            column(words('应于', 'Was due'), 0.18),
            column(words('逾期（天）', 'Days late'), 0.14, true),
          ],
          owing.flatMap((part) => owedRows(part, nameOf(part.organisation))),
        ),
  );
  return { code: 'organisations', heading, blocks };
}

function standings(
  parts: readonly OrganisationPart[],
  nameOf: (organisation: string) => Words,
): BriefingBlock {
  const short = (zh: string, en: string) => column(words(zh, en), 0.105, true);
  return table(
    words('各单位承担的目标和逾期事项', 'Targets that each answers for, and what it owes'),
    [
      column(words('责任单位', 'Organisation'), 0.265),
      short('目标', 'Targets'),
      short('已实现或正常', 'Achieved or on track'),
      column(statusWords.atRisk, 0.105, true),
      short('落后或未实现', 'Behind or missed'),
      column(statusWords.notAssessed, 0.105, true),
      short('逾期数据', 'Late data'),
      short('逾期节点', 'Late stages'),
    ],
    parts.map(({ organisation, targets, counts, lateData, lateStages }) => [
      cell(nameOf(organisation)),
      numberCell(targets),
      numberCell(counts.achieved + counts.onTrack),
      numberCell(counts.atRisk),
      numberCell(counts.offTrack + counts.movingAway + counts.missed),
      numberCell(counts.notAssessed),
      numberCell(lateData.length),
      numberCell(lateStages.length),
    ]),
  );
}

interface Owed {
  readonly what: Words;
  readonly due: string;
  readonly daysLate: number;
}

function owedRows({ lateData, lateStages }: OrganisationPart, name: Words): BriefingCell[][] {
  const all = [
    ...lateStages.map(({ project, stage, expectedBy, daysLate }): Owed => ({
      what: words(
        `项目“${project.name.zh}”${stageWords[stage].zh}`,
        `${named(project.name).en}: ${stageWords[stage].en}`,
      ),
      due: expectedBy,
      daysLate,
    })),
    ...groupedData(lateData),
  ].toSorted((a, b) => b.daysLate - a.daysLate);
  const shown = all.length > linesOfEach ? all.slice(0, linesOfEach - 1) : all;
  const rows = shown.map(({ what, due, daysLate }) => [
    cell(name),
    cell(what),
    cell(dayWords(due)),
    numberCell(daysLate),
  ]);
  const left = all.length - shown.length;
  const none = cell(words('—', '—'));
  return left === 0
    ? rows
    : [...rows, [cell(name), cell(words(`另有${left}项`, `${many(left, 'more item')}`)), none, none]];
}

/** One line for the series of an indicator that owe the same period. */
function groupedData(lateData: readonly LateValue[]): Owed[] {
  const groups = new Map<string, LateValue[]>();
  for (const one of lateData) {
    const key = [one.indicator.code, formatPeriod(one.period), one.dueOn].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const { indicator, period, dueOn, daysLate } = group[0]!;
    const at = periodWords(formatPeriod(period));
    const count = group.length;
    return {
      what: words(
        `${indicator.name.zh}，${at.zh}数据${count > 1 ? `（${count}个序列）` : ''}`,
        `${indicator.name.en}, ${at.en}${count > 1 ? ` (${many(count, 'series', 'series')})` : ''}`,
      ),
      due: dueOn,
      daysLate,
    };
  });
}
