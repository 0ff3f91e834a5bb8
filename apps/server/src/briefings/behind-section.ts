import type { BriefingBlock, BriefingSection } from '#contract';
import { type BriefingRead, type Judgement, mostDetailed, type ValueEvidence } from '#monitoring';
import { formatPeriodEn, formatPeriodZh, dayInZone } from '#time-period';
import { isProvisional } from '#assessment';
import { remarksOf } from '../assessments/remark-words.js';
import {
  goalWords,
  methodWords,
  periodWords,
  statusWords,
  valueWords,
  verdictWords,
  type Words,
} from '../assessments/verdict-words.js';
import { plainNumber } from '../pictures/picture-words.js';
import {
  cell,
  column,
  dayWords,
  many,
  paragraph,
  same,
  statusCell,
  table,
  targetCell,
  words,
} from './document-parts.js';

export interface BehindNames {
  readonly organisation: (code: string) => Words;
  readonly timeZone: string;
}

/** The targets that are behind: each with its chart, its verdict in words, its numbers and where they come from. */
export function behindSection(read: BriefingRead, names: BehindNames): BriefingSection {
  const { behind, missedBefore } = read.briefing;
  const [detailed, others] = [behind.slice(0, mostDetailed), behind.slice(mostDetailed)];
  const blocks: BriefingBlock[] = [
    intro(behind.length, others.length),
    ...detailed.flatMap((judgement) => targetBlocks(judgement, read, names)),
  ];
  if (others.length > 0)
    blocks.push(
      judgedTable(
        words(`其余落后目标（${others.length}项）`, `Others behind (${others.length})`),
        others,
        names,
      ),
    );
  if (missedBefore.length > 0)
    blocks.push(
      judgedTable(
        words(
          `本期以前已确定未能实现的目标（${missedBefore.length}项）`,
          `Missed before this period (${missedBefore.length})`,
        ),
        missedBefore,
        names,
      ),
    );
  return { code: 'behind', heading: words('落后目标', 'Targets that are behind'), blocks };
}

function intro(count: number, others: number): BriefingBlock {
  if (count === 0)
    return paragraph(
      '没有存在风险、进度滞后、背离目标或本期新增未能实现的目标。',
      'No target is at risk, off track, moving away, or was missed in this period.',
    );
  const rest = others > 0 ? `前${mostDetailed}项逐项说明，其余列表。` : '逐项说明如下。';
  const restEn =
    others > 0
      ? `The first ${mostDetailed} are set out one by one, the others listed.`
      : 'Each is set out below.';
  return paragraph(
    `存在风险、进度滞后、背离目标和本期新增未能实现的目标共${count}项，本期变差的在前。${rest}`,
    `${many(count, 'target is', 'targets are')} at risk, off track, moving away, or missed in this period; those that slipped in it come first. ${restEn}`,
  );
}

function targetBlocks(judgement: Judgement, read: BriefingRead, names: BehindNames): BriefingBlock[] {
  const { target, indicator, verdict } = judgement;
  const facts = { ...target, unit: indicator.unit, decimals: indicator.decimals };
  const text = verdictWords(verdict, facts);
  const status = statusWords[verdict.status];
  return [
    {
      kind: 'heading',
      text: words(`${target.name.zh}（${status.zh}）`, `${target.name.en} (${status.en.toLowerCase()})`),
      target: target.code,
      status: verdict.status,
    },
    { kind: 'paragraph', text },
    {
      kind: 'chart',
      target: target.code,
      alt: words(`${target.name.zh}走势图。${text.zh}`, `Chart: ${target.name.en}. ${text.en}`),
    },
    {
      kind: 'list',
      items: [
        ...numbersOf(judgement),
        ...remarksOf(verdict, facts).map((one) => one.text),
        ...origin(judgement, names),
      ],
    },
    ...evidenceTable(judgement, read.evidence.get(target.code) ?? [], names),
  ];
}

function numbersOf({ target, indicator, verdict }: Judgement): Words[] {
  const facts = { ...target, unit: indicator.unit, decimals: indicator.decimals };
  const goal = goalWords(facts);
  const due = periodWords(target.due);
  const method = methodWords[verdict.method] ?? same(verdict.method);
  const numbers = [words(`目标：${goal.zh}，${due.zh}到期`, `Asked for: ${goal.en}, due ${due.en}`)];
  if (verdict.baseline) {
    const { zh, en } = valueWords(verdict.baseline, facts);
    numbers.push(words(`起点：${zh}`, `Starting from: ${en}`));
  }
  if (verdict.expected !== null && verdict.observed) {
    const { zh, en } = valueWords({ period: verdict.observed.period, value: verdict.expected }, facts);
    numbers.push(words(`按预期路径：${zh}`, `On the expected path: ${en}`));
  }
  numbers.push(words(`评估方法：${method.zh}`, `Method: ${method.en}`));
  return numbers;
}

function origin({ target }: Judgement, names: BehindNames): Words[] {
  const { zh, en } = names.organisation(target.organisation);
  const { task, quote } = target.clause;
  return [
    words(`责任单位：${zh}`, `Answers for it: ${en}`),
    words(`规划依据：第${task}项任务，“${quote}”`, `In the plan: task ${task}, “${quote}”`),
  ];
}

function evidenceTable(
  { indicator }: Judgement,
  values: readonly ValueEvidence[],
  names: BehindNames,
): BriefingBlock[] {
  if (values.length === 0) return [];
  return [
    table(
      words(
        `最近的数据（${indicator.name.zh}，${indicator.unit.zh}）`,
        `Newest values (${indicator.name.en}, ${indicator.unit.en})`,
      ),
      [
        column(words('时期', 'Period'), 0.17),
        column(words('数值', 'Value'), 0.2, true),
        column(words('公布', 'Known since'), 0.19),
        column(words('来源', 'Source'), 0.44),
      ],
      values.map((value) => [
        cell(words(formatPeriodZh(value.period), formatPeriodEn(value.period))),
        cell(provisionally(value)),
        cell(dayWords(dayInZone(value.knownFrom, names.timeZone))),
        cell(sourceWords(value)),
      ]),
    ),
  ];
}

function provisionally({ value, status }: ValueEvidence): Words {
  const number = plainNumber(value);
  return isProvisional(status) ? words(`${number}（初步）`, `${number} (preliminary)`) : same(number);
}

/** Who published it, and which file brought it: the import on the page has the source's whole address. */
function sourceWords({ file, source }: ValueEvidence): Words {
  if (file === null) return words('由其他指标计算', 'Computed from other indicators');
  const brought = words(`导入第${file.id}号 ${file.fileName}`, `import ${file.id}, ${file.fileName}`);
  const { source_title: title = '', source_url: address = '' } = source;
  const published = [title, siteOf(address)].filter((part) => part !== '').join('，');
  return published === ''
    ? brought
    : words(`${published}（${brought.zh}）`, `${published.replace('，', ', ')} (${brought.en})`);
}

/** An address on paper is nobody's to follow: its site says who it is. */
function siteOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

function judgedTable(caption: Words, judgements: readonly Judgement[], names: BehindNames): BriefingBlock {
  return table(
    caption,
    [
      column(words('目标', 'Target'), 0.26),
      column(words('结论', 'Status'), 0.16),
      column(words('说明', 'In words'), 0.4),
      column(words('责任单位', 'Answers for it'), 0.18),
    ],
    judgements.map(({ target, indicator, verdict }) => [
      targetCell(target.code, target.name),
      statusCell(verdict.status),
      cell(verdictWords(verdict, { ...target, unit: indicator.unit, decimals: indicator.decimals })),
      cell(names.organisation(target.organisation)),
    ]),
  );
}
