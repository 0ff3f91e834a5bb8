/**
 * The plan's observations as SDMX describes data: one dataflow, its data structure, concepts and code lists, all made
 * from the catalogue. Pure.
 */
import type { Area, BreakdownValue, Indicator, Plan } from '#contract';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Code {
  readonly id: string;
  readonly name: Text;
  readonly description?: Text;
  readonly parent?: string;
}

export interface Codelist {
  readonly id: string;
  readonly name: Text;
  readonly codes: readonly Code[];
}

/** A dimension, measure or attribute. */
export interface Component {
  readonly id: string;
  readonly name: Text;
  /** The code list of its values; null: they are texts, numbers or times. */
  readonly codelist: string | null;
}

export interface Attribute extends Component {
  /** Series: it follows from the indicator; observation: each value has its own. */
  readonly level: 'series' | 'observation';
  readonly dataType: 'String' | 'Integer' | 'DateTime';
}

export interface PlanStructure {
  readonly agency: Code;
  readonly name: Text;
  /** In the order of the key; TIME_PERIOD stands behind them. */
  readonly dimensions: readonly (Component & { readonly codelist: string })[];
  /** The breakdown dimension that a dimension of the key is, by its id. */
  readonly breakdowns: ReadonlyMap<string, string>;
  readonly attributes: readonly Attribute[];
  readonly codelists: ReadonlyMap<string, Codelist>;
  readonly indicators: ReadonlyMap<string, Indicator>;
}

/** Of the dataflow and of its data structure. */
export const flowId = 'OBSERVATIONS';
export const conceptSchemeId = 'CONCEPTS';
/** Two parts: the catalogue may change at any time, so nothing here is the immutable artefact that 1.0.0 would be. */
export const version = '1.0';

export const timePeriod: Component = {
  id: 'TIME_PERIOD',
  name: { zh: '时期', en: 'Time period' },
  codelist: null,
};
export const obsValue: Component = {
  id: 'OBS_VALUE',
  name: { zh: '数值', en: 'Observation value' },
  codelist: null,
};

/** Where a breakdown does not apply, as the guidelines for SDMX code lists write it. */
export const notApplicable = '_Z';
/** Values for the period alone, or from the beginning of the year through it (累计). */
export const accumulationCodes = { period: 'P', yearToDate: 'YTD' } as const;
/** How a value was computed that nobody reported. */
export const computedCodes = { formula: 'F', areas: 'A' } as const;

const attributes: readonly Attribute[] = [
  attribute('UNIT_MEASURE', '计量单位', 'Unit of measure', 'series', 'String'),
  attribute('UNIT_MULT', '单位倍数', 'Unit multiplier', 'series', 'Integer'),
  attribute('DECIMALS', '小数位数', 'Decimals', 'series', 'Integer'),
  attribute('OBS_STATUS', '观测值状态', 'Observation status', 'observation', 'String', 'CL_OBS_STATUS'),
  attribute('LAST_UPDATE', '已知时间', 'Known since', 'observation', 'DateTime'),
  attribute('COMMENT_OBS', '备注', 'Comment', 'observation', 'String'),
  attribute('COMPUTED', '计算所得', 'Computed', 'observation', 'String', 'CL_COMPUTED'),
];

function attribute(
  id: string,
  zh: string,
  en: string,
  level: Attribute['level'],
  dataType: Attribute['dataType'],
  codelist: string | null = null,
): Attribute {
  return { id, name: { zh, en }, level, dataType, codelist };
}

/** The structure of a catalogue. Before a plan was loaded the agency is called PLAN. */
export function planStructure(
  plan: Plan | null,
  indicators: readonly Indicator[],
  areas: readonly Area[],
  breakdownValues: readonly BreakdownValue[],
): PlanStructure {
  const breakdowns = [
    ...new Set([
      ...breakdownValues.map(({ dimension }) => dimension),
      ...indicators.flatMap(({ dimensions }) => dimensions),
    ]),
  ].toSorted();
  const codelists: Codelist[] = [
    ...fixedCodelists,
    {
      id: 'CL_INDICATOR',
      name: { zh: '指标', en: 'Indicators' },
      codes: indicators.map(({ code, name, definition }) => ({ id: code, name, description: definition })),
    },
    {
      id: 'CL_AREA',
      name: { zh: '地区', en: 'Areas' },
      codes: areas.map(({ code, name, parent }) => ({
        id: code,
        name,
        ...(parent === null ? {} : { parent }),
      })),
    },
    ...breakdowns.map((dimension) => ({
      id: `CL_${componentId(dimension)}`,
      name: { zh: dimension, en: dimension },
      codes: [
        ...breakdownValues
          .filter((value) => value.dimension === dimension)
          .map(({ code, name }) => ({ id: code, name })),
        { id: notApplicable, name: { zh: '不适用', en: 'Not applicable' } },
      ],
    })),
  ];
  const dimension = (id: string, zh: string, en: string, codelist: string) => ({
    id,
    name: { zh, en },
    codelist,
  });
  return {
    agency: {
      id: agencyId(plan?.code),
      name: plan?.issuer ?? { zh: '未载入规划', en: 'No plan loaded' },
    },
    name: plan?.title ?? { zh: '观测值', en: 'Observations' },
    dimensions: [
      dimension('FREQ', '频率', 'Frequency', 'CL_FREQ'),
      dimension('INDICATOR', '指标', 'Indicator', 'CL_INDICATOR'),
      dimension('REF_AREA', '地区', 'Reference area', 'CL_AREA'),
      dimension('ACCUMULATION', '累计方式', 'Accumulation', 'CL_ACCUMULATION'),
      ...breakdowns.map((code) => dimension(componentId(code), code, code, `CL_${componentId(code)}`)),
    ],
    breakdowns: new Map(breakdowns.map((code) => [componentId(code), code])),
    attributes,
    codelists: new Map(codelists.map((list) => [list.id, list])),
    indicators: new Map(indicators.map((indicator) => [indicator.code, indicator])),
  };
}

/** A breakdown dimension as a component, the way the import reads it back. */
function componentId(dimension: string): string {
  return dimension.toUpperCase();
}

/** SDMX wants a letter first. */
function agencyId(plan: string | undefined): string {
  const id = (plan ?? 'plan').toUpperCase();
  return /^[A-Z]/.test(id) ? id : `P${id}`;
}

const codes = (list: Readonly<Record<string, Text>>): Code[] =>
  Object.entries(list).map(([id, name]) => ({ id, name }));

const fixedCodelists: readonly Codelist[] = [
  {
    id: 'CL_FREQ',
    name: { zh: '频率', en: 'Frequency' },
    codes: codes({
      A: { zh: '年', en: 'Annual' },
      S: { zh: '半年', en: 'Half-yearly' },
      Q: { zh: '季', en: 'Quarterly' },
      M: { zh: '月', en: 'Monthly' },
      D: { zh: '日', en: 'Daily' },
    }),
  },
  {
    id: 'CL_ACCUMULATION',
    name: { zh: '累计方式', en: 'Accumulation' },
    codes: codes({
      [accumulationCodes.period]: { zh: '本期', en: 'The period itself' },
      [accumulationCodes.yearToDate]: {
        zh: '年初至本期累计',
        en: 'From the beginning of the year through the period',
      },
    }),
  },
  {
    id: 'CL_OBS_STATUS',
    name: { zh: '观测值状态', en: 'Observation status' },
    codes: codes({
      A: { zh: '正常', en: 'Normal' },
      B: { zh: '序列间断', en: 'Time series break' },
      D: { zh: '口径不同', en: 'Definition differs' },
      E: { zh: '估计', en: 'Estimated' },
      F: { zh: '预测', en: 'Forecast' },
      G: { zh: '试验性', en: 'Experimental' },
      I: { zh: '插补', en: 'Imputed' },
      J: { zh: '豁免', en: 'Derogation' },
      K: { zh: '计入其他类别', en: 'Included in another category' },
      N: { zh: '不显著', en: 'Not significant' },
      P: { zh: '初步', en: 'Provisional' },
      S: { zh: '特殊事件', en: 'Strike and other special events' },
      U: { zh: '可靠性低', en: 'Low reliability' },
      V: { zh: '未经核实', en: 'Unvalidated' },
      W: { zh: '含其他类别', en: 'Includes another category' },
    }),
  },
  {
    id: 'CL_COMPUTED',
    name: { zh: '计算方式', en: 'How computed' },
    codes: codes({
      [computedCodes.formula]: { zh: '按公式计算', en: 'By formula from other indicators' },
      [computedCodes.areas]: { zh: '由所辖地区汇总', en: 'Rolled up from areas' },
    }),
  },
];
