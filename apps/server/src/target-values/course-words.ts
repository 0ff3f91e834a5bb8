/** What the file of a target's values says in Chinese and in English. */
export type Language = 'zh' | 'en';

export const columnNames = {
  target: { zh: '目标代码', en: 'target' },
  period: { zh: '时期', en: 'period' },
  value: { zh: '数值', en: 'value' },
  unit: { zh: '单位', en: 'unit' },
  status: { zh: '数据状态', en: 'data_status' },
  inForce: { zh: '是否现行', en: 'in_force' },
  knownFrom: { zh: '公布或导入日期', en: 'known_from' },
  knownBy: { zh: '日期依据', en: 'known_by' },
  knownTo: { zh: '被更替日期', en: 'replaced_on' },
  expected: { zh: '应有进度', en: 'expected' },
  goal: { zh: '目标值', en: 'target_value' },
  upperGoal: { zh: '目标上限', en: 'target_upper' },
  forecast: { zh: '到期预测', en: 'forecast' },
  forecastLower: { zh: '预测下限（80%）', en: 'forecast_lower_80' },
  forecastUpper: { zh: '预测上限（80%）', en: 'forecast_upper_80' },
  import: { zh: '导入编号', en: 'import' },
  file: { zh: '导入文件', en: 'import_file' },
  uploadedBy: { zh: '上传者', en: 'uploaded_by' },
  comment: { zh: '备注', en: 'comment' },
  source: { zh: '来源', en: 'source' },
  asOf: { zh: '截至', en: 'as_of' },
} as const;

export const observationStatuses: Readonly<Record<string, Record<Language, string>>> = {
  A: { zh: '正式数', en: 'final' },
  P: { zh: '初步数', en: 'provisional' },
  E: { zh: '估计数', en: 'estimated' },
  B: { zh: '口径有变', en: 'break in series' },
};

export const courseWords = {
  values: { zh: '数值', en: 'Values' },
  verdict: { zh: '判断', en: 'Verdict' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  computed: { zh: '计算值', en: 'computed' },
  released: { zh: '公布日期', en: 'released' },
<<<<<<< HEAD
  imported: { zh: '导入时间（未注明公布日期）', en: 'imported (no release date given)' },
  typed: { zh: '在页面上填写', en: 'typed on the page' },
=======
  imported: { zh: '导入时间', en: 'imported' },
>>>>>>> 483e3ad (Call the day of an import what it is, without saying that no release date was given)
  inputs: { zh: '计算所用数据的日期', en: 'known inputs' },
  name: { zh: '目标', en: 'target' },
  indicator: { zh: '指标', en: 'indicator' },
  area: { zh: '地区', en: 'area' },
  organisation: { zh: '责任单位', en: 'organisation' },
  status: { zh: '状态', en: 'status' },
  sentence: { zh: '判断说明', en: 'verdict' },
  remark: { zh: '提示', en: 'remark' },
  method: { zh: '评估方法', en: 'method' },
  due: { zh: '期限', en: 'due' },
  version: { zh: '目标版本', en: 'target version' },
  clause: { zh: '规划原文', en: 'clause of the plan' },
  baseline: { zh: '基期值', en: 'baseline' },
  pace: { zh: '进度系数', en: 'pace' },
  achievedShare: { zh: '已完成份额', en: 'share of the way' },
  elapsedShare: { zh: '时间已过份额', en: 'share of the time' },
} as const;
