/** What a target's page says in Chinese of the verdict's history, of a missing forecast and of supposed values. */
export const history = {
  title: '判断的变化',
  basis: '看哪一种变化',
  recorded: '记录',
  retraced: '回溯',
  recordedMeaning: '系统当时作出并记录下来的判断。',
  retracedMeaning: '按当时已发布的数据回溯：由现在倒推当时会得出的判断，并非当时作出的记录。',
  recordedAt: (instant: string) => `${instant} 记录`,
  since: (day: string) => `${day}起`,
  unchanged: '判断不变',
  asOf: (day: string) => `截至${day}`,
  open: '看当日页面',
  shown: '本页正是这一天',
  vintage: '所据数据',
  knownFrom: (day: string) => `${day}起已知`,
  countedFromEnd: '所属时期结束之日起计入',
  import: (id: number) => `导入 #${id}`,
  until: (day: string) => `只列到${day}。`,
  showRest: (count: number) => `也列出判断不变的 ${count} 次更新`,
  hideRest: '只列判断有变的',
  empty: {
    recorded: '还没有记录。',
    retraced: '没有已发布的数据，无从回溯。',
  },
};

export const forecastRefusal = {
  'no-target-value': '规划没有给出数值，不作预测',
  'due-passed': '期限已过，不再预测',
  'due-observed': '到期当期的数据已有，不需预测',
  'no-value': '还没有数据，不作预测',
  'too-few-periods': (years: number) => `只有 ${years} 年的数据，满 3 年才作预测`,
  'beyond-horizon': (ahead: string, span: string) =>
    `期限在最新数据的 ${ahead} 年之后，而数据只跨 ${span} 年；超过两倍，不作预测`,
  'no-variation': (value: string) => `历年数据正好成一直线（到期为 ${value}），无从估计误差，不作预测`,
  other: '没有预测',
};

export const forecastMethod = {
  linearTrend: (values: number) => `${values} 年数据的直线趋势`,
  seasonalSmoothing: (values: number) => `${values} 期数据的季节指数平滑`,
};

export const whatIf = {
  title: '试算',
  note: '拖动滑块或填一个数，判断随之变化。只是试算，什么都不保存。',
  ifPeriod: '如果这一期',
  valueIs: '的数是',
  slider: (period: string) => `拖动：${period}的数`,
  untouched: '还没有假设',
  reading: '正在试算…',
  notANumber: '请填一个数，例如 99.5',
  below: (least: string) => `这项指标不会小于 ${least}`,
  above: (most: string) => `这项指标不会大于 ${most}`,
  isValue: (period: string, value: string) => `${period}是 ${value}`,
  and: '、',
  supposed: (values: string) => `如果${values}，判断会是`,
  drop: '去掉',
  forget: (period: string) => `去掉${period}的假设`,
  reset: '全部清除',
  unlike: '现在的判断是',
  same: '与现在的判断相同',
  judgedOn: (day: string) => `按发布周期，以${day}评估`,
  need: {
    atLeast: (period: string, value: string) => `${period}至少达到 ${value}，才算进展正常或已实现`,
    atMost: (period: string, value: string) => `${period}不超过 ${value}，才算进展正常或已实现`,
    'no-value': (period: string) => `${period}无论是多少，都不能算进展正常`,
    'any-value': (period: string) => `${period}无论是多少，都算进展正常或已实现`,
    'no-period-left': '期限之前没有待填的时期了',
  },
};
