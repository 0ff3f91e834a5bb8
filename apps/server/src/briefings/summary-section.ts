import type { Status } from '#assessment';
import type { BriefingBlock, BriefingChangeKind, BriefingSection } from '#contract';
import type { BriefingRead } from '#monitoring';
import { statusWords, type Words } from '../assessments/verdict-words.js';
import {
  column,
  dayWords,
  listed,
  many,
  numberCell,
  paragraph,
  same,
  statusCell,
  table,
  words,
} from './document-parts.js';

/** The worst first, as everywhere; what could not be assessed last. */
const statuses: readonly Status[] = [
  'missed',
  'movingAway',
  'offTrack',
  'atRisk',
  'onTrack',
  'achieved',
  'notAssessed',
];

export const changeWords: Readonly<Record<BriefingChangeKind, Words>> = {
  missed: { zh: '新增未能实现', en: 'Newly missed' },
  slipped: { zh: '进展变差', en: 'Slipped' },
  notAssessable: { zh: '转为无法评估', en: 'No longer assessable' },
  recovered: { zh: '进展好转', en: 'Recovered' },
  newlyAssessed: { zh: '新得到评估', en: 'Newly assessed' },
  added: { zh: '新增目标', en: 'New targets' },
  withdrawn: { zh: '停用的目标', en: 'Withdrawn' },
};

/** How many targets stand how, compared with the day before the period. */
export function summarySection(read: BriefingRead): BriefingSection {
  return {
    code: 'summary',
    heading: words('总体情况', 'Summary'),
    blocks: [standing(read), changed(read), released(read), owed(read), counts(read)],
  };
}

const are = (count: number): string => (count === 1 ? 'is' : 'are');

function standing({ briefing }: BriefingRead): BriefingBlock {
  const { when, targets, assessed, counts: count } = briefing;
  const day = dayWords(when.day);
  if (targets === 0)
    return paragraph(`截至${day.zh}，没有纳入监测的目标。`, `As of ${day.en} no target is monitored.`);
  const of = listed(
    statuses
      .filter((status) => status !== 'notAssessed' && count[status] > 0)
      .map((status) =>
        words(
          `${statusWords[status].zh}${count[status]}项`,
          `${count[status]} ${statusWords[status].en.toLowerCase()}`,
        ),
      ),
  );
  return assessed === 0
    ? paragraph(
        `截至${day.zh}，纳入监测的目标共${targets}项，都无法评估。`,
        `As of ${day.en} ${many(targets, 'target')} ${are(targets)} monitored. None can be assessed.`,
      )
    : paragraph(
        `截至${day.zh}，纳入监测的目标共${targets}项，其中得到评估的${assessed}项：${of.zh}；无法评估的${targets - assessed}项。`,
        `As of ${day.en} ${many(targets, 'target')} ${are(targets)} monitored. ${assessed} can be assessed: ${of.en}. ${targets - assessed} cannot be assessed.`,
      );
}

function changed({ briefing }: BriefingRead): BriefingBlock {
  const { when, changes } = briefing;
  const before = dayWords(when.comparedDay);
  if (changes.length === 0)
    return paragraph(
      `与${before.zh}相比，没有目标的结论发生变化。`,
      `No verdict is another than on ${before.en}.`,
    );
  const kinds = [...new Set(changes.map(({ kind }) => kind))].map((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return words(`${changeWords[kind].zh}${count}项`, `${count} ${changeWords[kind].en.toLowerCase()}`);
  });
  const { zh, en } = listed(kinds);
  return paragraph(
    `与${before.zh}相比，${changes.length}项目标的结论有变化：${zh}。`,
    `Compared with ${before.en}, ${many(changes.length, 'target')} changed: ${en}.`,
  );
}

function released({ news }: BriefingRead): BriefingBlock {
  if (news.values === 0)
    return paragraph(
      '本期没有新获知的数据，也没有数据修订。',
      'No value became known or was revised in this period.',
    );
  const [atLeastZh, atLeastEn] = news.more ? ['至少', 'at least '] : ['', ''];
  return paragraph(
    `本期新获知（新公布或补登）${news.indicators}项指标的${atLeastZh}${news.values}个数据，其中修订${atLeastZh}${news.revisions}个。`,
    `In this period ${atLeastEn}${many(news.values, 'value')} of ${many(news.indicators, 'indicator')} became known, ${atLeastEn}${news.revisions} of them ${news.revisions === 1 ? 'a revision' : 'revisions'}.`,
  );
}

function owed({ briefing }: BriefingRead): BriefingBlock {
  const { organisations, when } = briefing;
  const day = dayWords(when.day);
  const owing = organisations.filter(({ lateData, lateStages }) => lateData.length + lateStages.length > 0);
  if (owing.length === 0)
    return paragraph(
      `截至${day.zh}，没有逾期未报的数据，也没有逾期的项目节点。`,
      `As of ${day.en} no data and no stage of a project is overdue.`,
    );
  const data = owing.reduce((sum, { lateData }) => sum + lateData.length, 0);
  const stages = owing.reduce((sum, { lateStages }) => sum + lateStages.length, 0);
  return paragraph(
    `截至${day.zh}，${owing.length}个单位有逾期事项：逾期未报的数据序列${data}个，逾期的项目节点${stages}个。`,
    `As of ${day.en} ${many(owing.length, 'organisation')} ${owing.length === 1 ? 'owes' : 'owe'} something: ${many(data, 'series', 'series')} with overdue data and ${many(stages, 'overdue stage')} of projects.`,
  );
}

function counts({ briefing }: BriefingRead): BriefingBlock {
  const { when, counts: now, countsBefore: then } = briefing;
  const total = (of: typeof now) => statuses.reduce((sum, status) => sum + of[status], 0);
  const signed = (change: number) =>
    change === 0 ? '0' : change > 0 ? `+${change}` : `−${Math.abs(change)}`;
  const row = (label: ReturnType<typeof statusCell>, after: number, before: number) => [
    label,
    numberCell(after),
    numberCell(before),
    { text: same(signed(after - before)) },
  ];
  return table(
    words('目标按结论分布（项）', 'Targets by status'),
    [
      column(words('结论', 'Status'), 0.34),
      column(dayWords(when.day), 0.24, true),
      column(dayWords(when.comparedDay), 0.24, true),
      column(words('增减', 'Change'), 0.18, true),
    ],
    [
      ...statuses.map((status) => row(statusCell(status), now[status], then[status])),
      row({ text: words('合计', 'Total') }, total(now), total(then)),
    ],
  );
}
