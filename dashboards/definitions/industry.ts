/** Economy and industry: output, innovation, farming. Tasks 1, 12, 14 and 17 of the plan. */
import { lines } from '../question.js';
import { linesPanel } from '../panels/lines-panel.js';
import { tablePanel } from '../panels/table.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';
import { ofIndicator, targetsOfTasks } from './shown.js';

const xian = '610100';
const shaanxi = '610000';
const billions = { zh: '亿元', en: '100 million yuan' } as const;

export const industry: DashboardDefinition = {
  name: 'industry',
  title: { zh: '产业', en: 'Industry' },
  description: { zh: '经济总量、制造、创新与农业', en: 'Output, manufacturing, innovation and farming' },
  time: sincePlan,
  variables: [],
  marks: [
    {
      kind: 'revisions',
      name: { zh: '地区生产总值修订', en: 'Revisions of the regional product' },
      colour: 'blue',
      indicator: 'gdp',
    },
  ],
  panels: (page) => [
    linesPanel(page, {
      title: { zh: '地区生产总值', en: 'Gross regional product' },
      width: 12,
      height: 10,
      asks: [lines({ measure: 'actual', indicator: 'gdp', area: [shaanxi, xian], frequency: 'A' })],
      shown: ofIndicator.area,
      unit: billions,
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: '汽车产量与2035年目标', en: 'Vehicle output and the target of 2035' },
      description: {
        zh: '期望路径按固定增长率；规划未说明是产量还是产能，按产量评估。',
        en: 'The expected path grows at a constant rate; the plan does not say output or capacity, output is judged.',
      },
      width: 12,
      height: 10,
      asks: [
        lines({ measure: 'actual', indicator: 'vehicle_output', area: shaanxi, frequency: 'A' }),
        lines({
          measure: 'expected',
          indicator: 'vehicle_output',
          area: shaanxi,
          target: 'vehicle-output-2035',
        }),
        lines({
          measure: 'target',
          indicator: 'vehicle_output',
          area: shaanxi,
          target: 'vehicle-output-2035',
        }),
      ],
      single: true,
      unit: { zh: '万辆', en: '10,000 vehicles' },
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: '输出技术合同成交额', en: 'Technology contracts sold' },
      width: 8,
      height: 9,
      asks: [
        lines({ measure: 'actual', indicator: 'tech_contract_value_output', area: xian, frequency: 'A' }),
      ],
      bars: true,
      single: true,
      unit: billions,
    }),
    linesPanel(page, {
      title: { zh: '苹果产量', en: 'Apple output' },
      width: 8,
      height: 9,
      asks: [lines({ measure: 'actual', indicator: 'apple_output', area: shaanxi, frequency: 'A' })],
      bars: true,
      single: true,
      unit: { zh: '万吨', en: '10,000 t' },
    }),
    linesPanel(page, {
      title: { zh: '奶山羊存栏与羊奶产量', en: 'Dairy goats and goat milk' },
      description: {
        zh: '存栏单位为万只，羊奶为万吨；2018年与2024年为估计数。',
        en: 'Goats in 10,000 head, milk in 10,000 t; 2018 and 2024 are estimates.',
      },
      width: 8,
      height: 9,
      asks: [
        lines({ measure: 'actual', indicator: 'dairy_goat_stock', area: shaanxi }),
        lines({ measure: 'actual', indicator: 'goat_milk_output', area: shaanxi, frequency: 'A' }),
      ],
      shown: ofIndicator.indicator,
      min: 0,
    }),
    tablePanel(page, {
      title: { zh: '产业目标', en: 'Targets of economy and industry' },
      width: 24,
      height: 12,
      ...targetsOfTasks(['1', '12', '14', '17']),
    }),
  ],
};
