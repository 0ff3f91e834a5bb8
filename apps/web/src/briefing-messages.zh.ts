/** What the pages of briefings say in Chinese; the briefing's own sentences come from the service. */

export const briefings = {
  title: '督查通报',
  note: '按月或按季汇总：目标结论的变化、落后目标、各单位的欠账和下期到期事项。只用该期期末已知的数据。',
  latest: '最近一期',
  latestMonth: (period: string) => `${period}通报`,
  year: (year: number) => `${year}年`,
  years: '年份',
  earlierYear: (year: number) => `${year}年（前一年）`,
  laterYear: (year: number) => `${year}年（后一年）`,
  quarters: '季度',
  months: '月份',
  running: '进行中',
  notBegun: '未到',
};

export const briefing = {
  all: '全部通报',
  tools: '翻页、打印和下载',
  previous: (period: string) => `上一期：${period}`,
  next: (period: string) => `下一期：${period}`,
  print: '打印',
  pdf: '下载 PDF',
  word: '下载 Word（可编辑）',
  making: '正在生成文件，约需几秒',
  contents: '目录',
  chartFailed: '走势图没有加载出来。',
  retry: '重试',
};
