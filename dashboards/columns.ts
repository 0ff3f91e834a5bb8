/**
 * The columns of the tables that the service answers by name, as far as dashboards show them. The names are the
 * service's (docs/grafana.md); every data source is asked for fields of exactly these names, so that one set of
 * overrides fits all three. What a reader sees as the head of a column is said here.
 */
import type { Words } from './language.js';
import type { TableName } from './question.js';
import { statuses } from './statuses.js';

export type ColumnName = string;

export interface Column {
  readonly type: 'string' | 'number' | 'time';
  readonly head: Words;
}

const column =
  (type: Column['type']) =>
  (zh: string, en: string): Column => ({ type, head: { zh, en } });
const text = column('string');
const number = column('number');
const time = column('time');

const statusColumns = Object.fromEntries(statuses.map(({ code, zh, en }) => [code, number(zh, en)]));

const columns: Readonly<Record<TableName, Readonly<Record<ColumnName, Column>>>> = {
  scorecard: {
    target: text('目标代码', 'Target code'),
    name: text('目标', 'Target'),
    status: text('状态代码', 'Status code'),
    statusText: text('状态', 'Status'),
    verdict: text('评估结论', 'Verdict'),
    value: number('最新值', 'Latest value'),
    unit: text('单位', 'Unit'),
    period: text('时期', 'Period'),
    expected: number('应达到', 'Expected by then'),
    targetValue: number('目标值', 'Target value'),
    due: text('期限', 'Due'),
    pace: number('进度系数', 'Pace'),
    organisation: text('责任单位', 'Organisation'),
    task: number('任务', 'Task'),
    area: text('地区', 'Area'),
  },
  statusCounts: statusColumns,
  rollUps: {
    group: text('代码', 'Code'),
    name: text('名称', 'Name'),
    targets: number('目标数', 'Targets'),
    assessed: number('已评估', 'Assessed'),
    shareAssessed: number('已评估占比', 'Share assessed'),
    shareBehind: number('落后占已评估', 'Behind, of assessed'),
    ...statusColumns,
  },
  verdictHistory: {
    recordedAt: time('记录时间', 'Recorded'),
    target: text('目标代码', 'Target code'),
    from: text('原状态', 'Status before'),
    statusText: text('状态', 'Status'),
    verdict: text('评估结论', 'Verdict'),
    cause: text('起因', 'Cause'),
    import: number('导入编号', 'Import'),
    why: text('变化原因', 'Why'),
  },
  // The service names the second one by the target's code.
  verdictTimeline: { time: time('时间', 'Time'), status: text('状态', 'Status') },
  // The service's annotations of that kind, as a table.
  verdictChanges: {
    time: time('时间', 'When'),
    title: text('变化', 'Change'),
    text: text('目标', 'Target'),
  },
  revisions: {
    knownFrom: time('得知时间', 'Known from'),
    indicator: text('指标代码', 'Indicator code'),
    name: text('指标', 'Indicator'),
    areaName: text('地区', 'Area'),
    period: text('时期', 'Period'),
    before: number('修订前', 'Before'),
    after: number('修订后', 'After'),
    change: number('变化', 'Change'),
    import: number('导入编号', 'Import'),
  },
  alerts: {
    id: number('编号', 'Number'),
    startsAt: time('开始', 'Began'),
    endsAt: time('结束', 'Ended'),
    state: text('处理状态', 'State'),
    target: text('目标代码', 'Target code'),
    name: text('目标', 'Target'),
    from: text('原状态', 'Status before'),
    statusText: text('状态', 'Status'),
    organisation: text('责任单位', 'Organisation'),
    rule: text('规则', 'Rule'),
  },
  imports: {
    id: number('编号', 'Number'),
    createdAt: time('上传时间', 'Uploaded'),
    uploadedBy: text('上传者', 'By'),
    file: text('文件', 'File'),
    state: text('结果', 'State'),
    read: number('读取行数', 'Rows read'),
    inserted: number('新增', 'New'),
    revised: number('修订', 'Revised'),
    unchanged: number('未变', 'Unchanged'),
    duplicate: number('重复', 'Duplicate'),
    rejected: number('拒收', 'Refused'),
  },
  rejections: {
    code: text('原因代码', 'Code'),
    meaning: text('拒收原因', 'Meaning'),
    count: number('次数', 'Count'),
    import: number('最近的导入', 'Newest import'),
    at: time('时间', 'When'),
  },
  timeliness: {
    indicator: text('指标代码', 'Indicator code'),
    name: text('指标', 'Indicator'),
    areaName: text('地区', 'Area'),
    newest: text('最新时期', 'Newest period'),
    next: text('应报时期', 'Next period'),
    dueOn: time('应报日期', 'Due on'),
    state: text('状态代码', 'State code'),
    daysLate: number('逾期天数', 'Days late'),
    organisation: text('报送单位', 'Organisation'),
  },
  timelinessByOrganisation: {
    organisation: text('单位代码', 'Organisation code'),
    name: text('报送单位', 'Organisation'),
    series: number('序列数', 'Series'),
    complete: number('齐全', 'Complete'),
    due: number('待报', 'Due'),
    late: number('逾期', 'Late'),
    withoutValue: number('从未报送', 'Never reported'),
    shareOnTime: number('按时占比', 'Share on time'),
  },
  releases: {
    dueOn: time('应报日期', 'Due on'),
    indicator: text('指标代码', 'Indicator code'),
    name: text('指标', 'Indicator'),
    areaName: text('地区', 'Area'),
    period: text('时期', 'Period'),
    organisation: text('报送单位', 'Organisation'),
  },
};

/** @throws Error when the table has no such column: a dashboard that asks for it is wrong. */
export function columnOf(table: TableName, name: ColumnName): Column {
  const found = columns[table][name];
  if (!found) throw new Error(`the table ${table} has no column ${name}`);
  return found;
}
