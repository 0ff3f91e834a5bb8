/** What a target's page says in Chinese of its values: on the chart, of earlier vintages, sources and formulas. */

/** Where in its file a value stands. */
export interface PlaceInFile {
  /** Of a workbook; else null. */
  readonly sheet: string | null;
  /** Null: not kept at the time. */
  readonly line: number | null;
  /** Letters, where a line holds several values; else null. */
  readonly column: string | null;
}

export const targetChart = {
  formerPoint: '修订前的数',
  supposedPoint: '假设值',
  supposedLabel: (value: string) => `假设 ${value}`,
  earlierSeries: '早先所知',
  knownOn: (day: string) => `${day}所知`,
  publishedAndReplaced: (from: string, to: string) => `${from}公布，${to}被更替`,
  knownAndReplaced: (from: string, to: string) => `${from}起已知，${to}被更替`,
  chartSummary: (
    name: string,
    drawn: { values: number; former: number; earlier: string | null; supposed: number; forecast: boolean },
  ) =>
    `${name}的走势图：${[
      `${drawn.values} 个实际值`,
      ...(drawn.former > 0 ? [`${drawn.former} 个修订前的数`] : []),
      ...(drawn.earlier === null ? [] : [`${drawn.earlier}所知的序列`]),
      ...(drawn.supposed > 0 ? [`${drawn.supposed} 个假设值`] : []),
      '应有进度线和目标线',
      ...(drawn.forecast ? ['到期预测'] : []),
    ].join('、')}。数值见下面的数据表。`,
  exportData: '导出数据',
  dataFormat: { csv: 'CSV', xlsx: 'Excel' },
  exportWithout: '图片和数据里没有假设值；修订前的数都在数据里。',
};

export const vintage = {
  title: '与早先所知的数据对照',
  choose: '选一次数据更新',
  anyDay: '或任选一天',
  none: '没有更早的数据',
  and: '、',
  periods: (count: number) => `${count} 期`,
  added: (periods: string) => `新增${periods}`,
  revised: (periods: string) => `修订${periods}`,
  unchanged: (periods: string) => `数值未变${periods}`,
  asKnown: (day: string) => `${day}所知的数据，与本页所示相比：`,
  differing: (count: number) => `${count} 期的数不同`,
  missing: (count: number) => `${count} 期当时还没有数`,
  same: '完全相同',
  nothingKnown: '当时还没有任何数据',
  leave: '不再对照',
};

export const sources = {
  title: '各期数据的来源',
  note: '新的时期在前；被更替的数列在现行的数之后。',
  known: '公布日期',
  source: '来源',
  released: (day: string) => `${day}公布`,
  imported: (day: string) => `未注明公布日期，${day}导入起已知`,
  typedSince: (day: string) => `未注明公布日期，${day}填写起已知`,
  computedSince: (day: string) => `${day}起可算出`,
  replaced: (day: string) => `${day}被更替`,
  computed: '由其他数据计算得出，没有文件上报',
  inFile: (place: string) => ` · ${place}`,
  by: (who: string, day: string) => `${who} · ${day}`,
  place: (file: string, { sheet, line, column }: PlaceInFile) => {
    const where = sheet === null ? file : `${file}，表“${sheet}”`;
    if (line === null) return `${where}（行号当时未记录）`;
    return `${where}${sheet === null ? ' ' : ''}第\u00a0${line}\u00a0行${column === null ? '' : ` ${column}\u00a0列`}`;
  },
  typed: (id: number) => `在页面上填写（#${id}）`,
  because: (reason: string) => `理由：${reason}`,
  showRest: (count: number) => `再列出更早的 ${count} 期`,
  hideRest: '只列最近的',
};

export const formula = {
  expected: '应有进度线在最新值所属时期末的值',
  achievedShare: '（最新值 − 基期值）÷（目标值 − 基期值）',
  achievedOfRange: '1 − 最新值到区间的距离 ÷ 基期值到区间的距离',
  elapsedShare: '（最新一期末 − 基期末）÷（期限末 − 基期末）',
  requiredRate: {
    perYear: '（目标值 − 最新值）÷ 剩余年数',
    compound: '（目标值 ÷ 最新值）开剩余年数次方 − 1',
  },
  pace: {
    growthRatio: '基期以来的年均增速 ÷ 达到目标所需的年均增速',
    elapsedShare: '已完成份额 ÷ 时间已过份额',
    extrapolatedShare: '照基期以来的年均增速推到期限时，将完成的份额',
    attainment: '最新值的实现程度 ÷ 该期应有的实现程度',
    milestone: '已完成份额 ÷ 该期应完成的份额',
    direction: '基期以来的年均增速',
  },
  source: (text: string) => `来源：${text}`,
  goalSource: (version: number) => `来源：规划原文，目标第 ${version} 版`,
};
