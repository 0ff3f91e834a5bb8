/** Every sentence of the page in Chinese. Its shape is the one that English must match. */
import type { ProblemCode, Status, VerdictChange } from '#contract';
import { imports } from './import-messages.zh';
import { projectForm, projectImport, projects, reports, tasks } from './project-messages.zh';
import { forecastMethod, forecastRefusal, history, whatIf } from './target-messages.zh';

export type Cause = VerdictChange['cause'];
export type MethodName =
  'growthRatio' | 'elapsedShare' | 'extrapolatedShare' | 'attainment' | 'milestone' | 'direction';

const status: Record<Status, string> = {
  missed: '未能实现',
  movingAway: '背离目标',
  offTrack: '进度滞后',
  atRisk: '存在风险',
  notAssessed: '无法评估',
  onTrack: '进展正常',
  achieved: '已实现',
};

const statusMeaning: Record<Status, string> = {
  missed: '期限已过，没有达到目标值',
  movingAway: '正朝与目标相反的方向变化',
  offTrack: '明显落后于应有进度',
  atRisk: '略落后于应有进度',
  notAssessed: '数据不足，尚不能下结论',
  onTrack: '不落后于应有进度',
  achieved: '已经达到目标值',
};

const flag = {
  trendFallsShort: '按走势难实现',
  stale: '数据陈旧',
  provisional: '暂定',
  disagreement: '方法有分歧',
};

const flagMeaning: Record<keyof typeof flag, string> = {
  trendFallsShort: '目前进展正常或已达标，但按以往走势，到期多半达不到目标（概率低于50%）',
  stale: '按发布周期早该有更新的数据，判断依据的是旧数据',
  provisional: '最新值是初步数或估计数，以后可能修订',
  disagreement: '换一种评估方法，结论会不同',
};

const sort = {
  status: '状态',
  name: '目标',
  due: '期限',
  organisation: '责任单位',
  task: '任务',
};

const problem: Record<ProblemCode, string> = {
  'invalid-request': '请求的格式不对',
  'unknown-name': '请求里有系统不认识的名称',
  'invalid-as-of': '“截至”的日期无法识别',
  unauthenticated: '令牌不对，或已经失效',
  'not-permitted': '这个令牌没有此项权限',
  'not-found': '没有找到要看的内容',
  conflict: '内容的状态已经变化',
  'too-large': '文件超过了大小上限',
  'not-acceptable': '服务没有所要的格式',
  'not-implemented': '服务不做这件事',
  'not-a-table': '这个文件不是能识别的表格',
  'not-evidence': '这种文件不能作为佐证材料',
  'invalid-catalogue': '目录有错误',
  'already-running': '另一个进程正在使用数据目录',
  'internal-error': '服务出错了',
  busy: '服务正忙',
  'database-unavailable': '数据库连接不上',
};

const cause: Record<Cause, string> = {
  import: '新导入的数据',
  undo: '撤销导入',
  sweep: '定时评估',
  request: '手动评估',
  catalogue: '目标或指标有修改',
};

const method: Record<MethodName, string> = {
  growthRatio: '增速比',
  elapsedShare: '时序进度',
  extrapolatedShare: '外推实现程度',
  attainment: '目标实现程度',
  milestone: '节点进度',
  direction: '变化方向',
};

const methodMeaning: Record<MethodName, string> = {
  growthRatio: '基期以来的年均增速，除以按期达到目标所需的年均增速。',
  elapsedShare: '已完成的份额，除以已过去的时间份额。',
  extrapolatedShare: '照基期以来的年均增速推到期限，预计能完成的份额。',
  attainment: '最新值对目标值的实现程度，与同一时点应有的实现程度相比。',
  milestone: '已完成的份额，与阶段节点在同一时点要求的份额相比。',
  direction: '规划没有给出数值，只看年均变化的方向和快慢。',
};

const observationStatus: Record<string, string> = {
  A: '正式数',
  P: '初步数',
  E: '估计数',
  F: '预测数',
  B: '口径有变',
};

export const zh = {
  product: '关中监测',
  otherLanguage: 'English',
  skipToContent: '跳到正文',
  nav: { label: '主导航', scorecard: '目标总览', tasks: '规划任务', projects: '项目库', imports: '数据导入' },
  header: {
    toDark: '换成深色',
    toLight: '换成浅色',
    logOut: '退出',
    loggedInAs: '当前用户',
    role: { viewer: '查看', uploader: '填报', admin: '管理员' },
  },
  status,
  statusMeaning,
  flag,
  flagMeaning,
  cause,
  method,
  methodMeaning,
  observationStatus,
  failure: {
    loading: '正在读取…',
    retry: '重试',
    problem,
    other: '服务没有给出能读懂的回答',
    connection: '连接不上服务',
    connectionAdvice: '请检查网络后重试；仍不行，请联系管理员。',
    serviceAdvice: '请稍后重试；仍不行，请把上面的文字发给管理员。',
    requestAdvice: '请检查网址或筛选条件后重试。',
  },
  logIn: {
    title: '登录',
    token: '令牌',
    explanation: '令牌是一串字符。系统第一次启动时会在控制台打印一个管理员令牌；其他人的令牌由管理员发给。',
    submit: '登录',
    empty: '请先填写令牌',
    advice: '请核对后重新填写，注意首尾不要多出空格；令牌失效的，请向管理员要新的。',
  },
  scorecard: {
    title: '目标总览',
    asOf: (day: string) => `截至 ${day}`,
    past: (day: string) => `这是${day}时的判断，只用了当时已知的数据，不是现在的判断。`,
    backToNow: '回到现在',
    total: (count: number) => `共 ${count} 项目标`,
    shown: (shown: number, total: number) => `显示 ${shown} 项，共 ${total} 项`,
    flagged: (count: number, flagName: string) => `${flagName} ${count} 项`,
    byStatus: '按状态筛选',
    filters: '筛选',
    task: '任务',
    allTasks: '全部任务',
    taskOption: (number: number, title: string) => `${number}．${title}`,
    organisation: '责任单位',
    allOrganisations: '全部责任单位',
    search: '搜索',
    searchHint: '目标、指标、地区、单位',
    asOfLabel: '看过去某日的判断',
    now: '现在',
    clear: '清除筛选',
    noMatch: '没有符合筛选条件的目标',
    noTargets: '还没有目标。请管理员先载入规划目录。',
    sort,
    sortBy: '排序',
    sortColumn: (name: string) => `按${name}排序`,
    verdict: '判断',
    observed: '最新值',
    goal: '目标值',
    noValue: '无数据',
    taskNumber: (number: number) => `任务 ${number}`,
    due: (period: string) => `期限 ${period}`,
    noMatchInSelect: '没有匹配项',
  },
  target: {
    back: '返回目标总览',
    numbers: '判断所用的数字',
    baseline: '基期值',
    substituted: '基期无数据，用了最近的时期',
    observed: '最新值',
    goal: '目标值',
    expected: '该期应达到',
    pace: '进度系数',
    paceMeaning: '1 为恰好合乎应有进度',
    annualChange: '年均变化率',
    annualChangeMeaning: '朝目标方向为正',
    achievedShare: '已完成份额',
    achievedMeaning: '从基期值到目标值',
    elapsedShare: '时间已过份额',
    elapsedMeaning: '从基期到期限，算到最新一期',
    requiredRate: '今后每年还需',
    perYear: (amount: string) => `${amount}／年`,
    forecast: '到期预测',
    forecastRange: (lower: string, upper: string) => `八成可能在 ${lower} 到 ${upper} 之间`,
    probability: (share: string) => `达到目标的可能性 ${share}`,
    forecastBasis: (basis: string, error: string) => `${basis}，标准误 ${error}`,
    attainment: '按趋势达到目标',
    asOf: '评估截至',
    none: '—',
    method: '评估方法',
    methodReplaced: (asked: string) => `原定方法“${asked}”在此不适用，改用本方法。`,
    publishedThresholds: '该方法公布的分界',
    ownThresholds: '本目标自定的分界',
    shrunkThresholds: (origin: string) => `${origin}，接近自然极限而降低`,
    byMethod: '各方法的结论',
    byMethodNote: '同一组数字，方法不同，结论可能不同。以本目标选定的方法为准。',
    methodColumn: '方法',
    chosen: '采用',
    clause: '规划原文',
    clauseTask: (number: number, title: string) => `任务 ${number}．${title}`,
    note: '说明',
    indicator: '指标',
    area: '地区',
    definition: '指标含义',
    chart: '走势',
    unit: (unit: string) => `单位：${unit}`,
    actual: '实际值',
    provisionalPoint: '初步数或估计数',
    expectedPath: '应有进度',
    goalLine: '目标',
    forecastPoint: '到期预测和八成区间',
    axisNote: '横轴刻度为各年年末',
    chartSummary: (name: string, points: number, forecast: boolean) =>
      `${name}的走势图：${points} 个实际值、应有进度线和目标线${forecast ? '，以及到期预测' : ''}。数值见下面的数据表。`,
    dataTable: '数据表',
    dataTableHide: '收起数据表',
    period: '时期',
    value: '数值',
    valueStatus: '数据状态',
    computedValue: '计算值',
    exportPicture: '导出图片',
    noObservations: '还没有这项指标的数据。',
    version: (version: number) => `目标第 ${version} 版`,
    direction: { up: '越高越好', down: '越低越好', within: '在区间内为好' },
  },
  history,
  forecastMethod,
  forecastRefusal,
  whatIf,
  imports,
  tasks,
  projects,
  reports,
  projectForm,
  projectImport,
  notFound: { title: '没有这个页面', advice: '网址可能写错了，或者内容已经移走。' },
};

export type Messages = typeof zh;
