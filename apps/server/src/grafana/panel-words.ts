/** The words of legends and column heads. */
import type { AnnotationKind, Measure, RollUpBy } from '#contract';
import type { Accumulation, Frequency } from '#time-period';
import type { Words } from '../assessments/verdict-words.js';

export const measureWords: Readonly<Record<Measure | 'lowerEdge' | 'upperEdge', Words>> = {
  actual: { zh: '实际', en: 'actual' },
  expected: { zh: '预期', en: 'expected' },
  target: { zh: '目标', en: 'target' },
  forecast: { zh: '预测', en: 'forecast' },
  lower: { zh: '预测下限（80%）', en: 'forecast, lower (80 %)' },
  upper: { zh: '预测上限（80%）', en: 'forecast, upper (80 %)' },
  lowerEdge: { zh: '目标下限', en: 'target, lower edge' },
  upperEdge: { zh: '目标上限', en: 'target, upper edge' },
};

export const frequencyWords: Readonly<Record<Frequency, Words>> = {
  A: { zh: '年度', en: 'annual' },
  S: { zh: '半年度', en: 'half-yearly' },
  Q: { zh: '季度', en: 'quarterly' },
  M: { zh: '月度', en: 'monthly' },
  D: { zh: '日', en: 'daily' },
};

export const accumulationWords: Readonly<Record<Accumulation, Words>> = {
  period: { zh: '当期', en: 'of the period' },
  yearToDate: { zh: '累计', en: 'year to date' },
};

export const yes: Words = { zh: '是', en: 'yes' };
export const no: Words = { zh: '否', en: 'no' };

export const columnWords = {
  target: { zh: '目标代码', en: 'Target code' },
  name: { zh: '目标', en: 'Target' },
  status: { zh: '状态代码', en: 'Status code' },
  statusText: { zh: '状态', en: 'Status' },
  verdict: { zh: '评估结论', en: 'Verdict' },
  value: { zh: '最新值', en: 'Latest value' },
  unit: { zh: '单位', en: 'Unit' },
  period: { zh: '时期', en: 'Period' },
  expected: { zh: '应达到', en: 'Expected by then' },
  targetValue: { zh: '目标值', en: 'Target value' },
  targetUpper: { zh: '目标上限', en: 'Upper edge' },
  due: { zh: '期限', en: 'Due' },
  pace: { zh: '进度系数', en: 'Pace' },
  method: { zh: '评估方法', en: 'Method' },
  organisation: { zh: '责任单位', en: 'Organisation' },
  organisations: { zh: '责任单位', en: 'Organisations' },
  task: { zh: '任务', en: 'Task' },
  area: { zh: '地区', en: 'Area' },
  stale: { zh: '数据逾期', en: 'Data overdue' },
  provisional: { zh: '初步数', en: 'Provisional' },
  probability: { zh: '按走势实现的概率', en: 'Probability by trend' },
  remarks: { zh: '提示', en: 'Remarks' },
  number: { zh: '任务编号', en: 'Task' },
  title: { zh: '任务内容', en: 'Title' },
  targets: { zh: '目标数', en: 'Targets' },
  recordedAt: { zh: '记录时间', en: 'Recorded' },
  asOf: { zh: '评估时点', en: 'As of' },
  from: { zh: '原状态', en: 'Status before' },
  cause: { zh: '起因', en: 'Cause' },
  import: { zh: '导入编号', en: 'Import' },
  why: { zh: '变化原因', en: 'Why' },
  id: { zh: '编号', en: 'Number' },
  state: { zh: '处理状态', en: 'State' },
  rule: { zh: '规则', en: 'Rule' },
  startsAt: { zh: '开始', en: 'Began' },
  endsAt: { zh: '结束', en: 'Ended' },
  createdAt: { zh: '上传时间', en: 'Uploaded' },
  uploadedBy: { zh: '上传者', en: 'By' },
  file: { zh: '文件', en: 'File' },
  read: { zh: '读取行数', en: 'Rows read' },
  inserted: { zh: '新增', en: 'New' },
  revised: { zh: '修订', en: 'Revised' },
  unchanged: { zh: '未变', en: 'Unchanged' },
  duplicate: { zh: '重复', en: 'Duplicate' },
  rejected: { zh: '拒收', en: 'Refused' },
  verdictChanges: { zh: '引起的状态变化', en: 'Verdicts changed' },
  group: { zh: '分组代码', en: 'Group code' },
  assessed: { zh: '已评估', en: 'Assessed' },
  shareAssessed: { zh: '已评估比例', en: 'Share assessed' },
  enoughAssessed: { zh: '评估充分', en: 'Enough assessed' },
  shareBehind: { zh: '滞后比例', en: 'Share behind' },
  score: { zh: '得分', en: 'Score' },
  scoreStatus: { zh: '得分对应状态', en: 'Status by score' },
  indicator: { zh: '指标代码', en: 'Indicator code' },
  areaName: { zh: '地区', en: 'Area' },
  frequency: { zh: '频度', en: 'Frequency' },
  newest: { zh: '最新时期', en: 'Newest period' },
  next: { zh: '下一时期', en: 'Next period' },
  dueOn: { zh: '应发布日', en: 'Due on' },
  stateText: { zh: '及时性', en: 'Timeliness' },
  daysLate: { zh: '逾期天数', en: 'Days late' },
  series: { zh: '序列数', en: 'Series' },
  complete: { zh: '齐全', en: 'Complete' },
  late: { zh: '逾期', en: 'Late' },
  withoutValue: { zh: '尚无数据', en: 'Without a value' },
  shareOnTime: { zh: '及时率', en: 'Share on time' },
  code: { zh: '代码', en: 'Code' },
  meaning: { zh: '含义', en: 'Meaning' },
  count: { zh: '次数', en: 'Count' },
  at: { zh: '最近一次', en: 'Last seen' },
  knownFrom: { zh: '发布时间', en: 'Known from' },
  before: { zh: '修订前', en: 'Before' },
  after: { zh: '修订后', en: 'After' },
  change: { zh: '变动', en: 'Change' },
  time: { zh: '时间', en: 'Time' },
  timeEnd: { zh: '结束时间', en: 'Until' },
  text: { zh: '说明', en: 'Text' },
  tags: { zh: '标签', en: 'Tags' },
} as const satisfies Record<string, Words>;

export const timelinessWords: Readonly<Record<'complete' | 'due' | 'late', Words>> = {
  complete: { zh: '齐全', en: 'complete' },
  due: { zh: '待发布', en: 'due' },
  late: { zh: '逾期', en: 'late' },
};

export const groupingWords: Readonly<Record<RollUpBy, Words>> = {
  section: { zh: '章节', en: 'section' },
  task: { zh: '任务', en: 'task' },
  organisation: { zh: '责任单位', en: 'organisation' },
  area: { zh: '地区', en: 'area' },
  family: { zh: '指标', en: 'indicator' },
};

export const annotationWords: Readonly<Record<AnnotationKind, Words>> = {
  releases: { zh: '数据发布', en: 'releases' },
  revisions: { zh: '数据修订', en: 'revisions' },
  targetDates: { zh: '目标期限', en: 'target dates' },
  verdictChanges: { zh: '状态变化', en: 'changes of verdicts' },
  alerts: { zh: '预警', en: 'alerts' },
};
