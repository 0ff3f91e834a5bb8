import type { BriefingCell, BriefingSection } from '#contract';
import type { BriefingRead, ComingItem } from '#monitoring';
import { formatPeriod } from '#time-period';
import { periodWords, statusWords, type Words } from '../assessments/verdict-words.js';
import { plainNumber } from '../pictures/picture-words.js';
import {
  cell,
  column,
  dayWords,
  many,
  named,
  paragraph,
  table,
  targetCell,
  words,
} from './document-parts.js';
import { stageWords } from './organisations-section.js';

/** The table has so many lines at most; what comes after them is counted. */
const mostLines = 80;

const kindWords: Readonly<Record<ComingItem['kind'], Words>> = {
  target: { zh: '目标到期', en: 'Target due' },
  milestone: { zh: '阶段目标到期', en: 'Milestone due' },
  stage: { zh: '项目节点', en: 'Project stage' },
  release: { zh: '数据应报', en: 'Data due' },
  releases: { zh: '数据应报', en: 'Data due' },
};

/** What falls due from the day after the briefing's to the end of the next period. */
export function comingSection(
  { briefing }: BriefingRead,
  nameOf: (organisation: string) => Words,
): BriefingSection {
  const { from, to, items } = briefing.coming;
  const [first, last] = [dayWords(from), dayWords(to)];
  const heading = words('下期到期事项', 'Due in the next period');
  if (items.length === 0)
    return {
      code: 'coming',
      heading,
      blocks: [
        paragraph(
          `${first.zh}至${last.zh}没有到期的目标、项目节点和应报数据。`,
          `No target, stage or value falls due from ${first.en} to ${last.en}.`,
        ),
      ],
    };
  const left = Math.max(items.length - mostLines, 0);
  return {
    code: 'coming',
    heading,
    blocks: [
      table(
        words(`${first.zh}至${last.zh}`, `${first.en} to ${last.en}`),
        [
          column(words('日期', 'Day'), 0.2),
          column(words('类别', 'Kind'), 0.16),
          column(words('事项', 'What'), 0.42),
          column(words('责任单位', 'Organisation'), 0.22),
        ],
        items.slice(0, mostLines).map((item) => row(item, nameOf)),
      ),
      ...(left > 0 ? [paragraph(`其后另有${left}项，略。`, `${many(left, 'later item')} left out.`)] : []),
    ],
  };
}

function row(item: ComingItem, nameOf: (organisation: string) => Words): BriefingCell[] {
  const [what, organisation] = told(item);
  return [
    cell(dayWords(item.day)),
    cell(kindWords[item.kind]),
    what,
    cell(organisation ? nameOf(organisation) : words('—', '—')),
  ];
}

function told(item: ComingItem): [BriefingCell, string | null] {
  switch (item.kind) {
    case 'target': {
      const { target, verdict } = item.judgement;
      const status = statusWords[verdict.status];
      return [
        targetCell(
          target.code,
          words(
            `${target.name.zh}（目前${status.zh}）`,
            `${target.name.en} (${status.en.toLowerCase()} so far)`,
          ),
        ),
        target.organisation,
      ];
    }
    case 'milestone': {
      const { target, indicator } = item.judgement;
      const value = plainNumber(item.value);
      return [
        targetCell(
          target.code,
          words(
            `${target.name.zh}：阶段值${value}${indicator.unit.zh}`,
            `${target.name.en}: ${value} ${indicator.unit.en}`,
          ),
        ),
        target.organisation,
      ];
    }
    case 'stage': {
      const { zh, en } = named(item.project.name);
      const stage = stageWords[item.stage];
      return [cell(words(`${zh}：${stage.zh}`, `${en}: ${stage.en}`)), item.project.organisations[0] ?? null];
    }
    case 'release': {
      const { indicator, period, series } = item;
      const at = periodWords(formatPeriod(period));
      return [
        cell(
          words(
            `${indicator.name.zh}，${at.zh}数据${series > 1 ? `（${series}个序列）` : ''}`,
            `${indicator.name.en}, ${at.en}${series > 1 ? ` (${many(series, 'series', 'series')})` : ''}`,
          ),
        ),
        indicator.owner,
      ];
    }
    case 'releases': {
      const { indicator, releases } = item;
      const last = dayWords(item.lastDay);
      return [
        cell(
          words(
            `${indicator.name.zh}，至${last.zh}共${releases}期数据`,
            `${indicator.name.en}, ${many(releases, 'value')} until ${last.en}`,
          ),
        ),
        indicator.owner,
      ];
    }
  }
}
