/** Ecology and environment: air, water, forests and wetland, farm inputs. Tasks 23 to 26 of the plan. */
import { allChosen, lines } from '../question.js';
import { newestFigures } from '../panels/gauges.js';
import { linesPanel } from '../panels/lines-panel.js';
import { tablePanel } from '../panels/table.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';
import { ofIndicator, targetsOfTasks } from './shown.js';

const shaanxi = '610000';
const area = allChosen('area');

export const ecology: DashboardDefinition = {
  name: 'ecology',
  title: { zh: '生态环境', en: 'Ecology' },
  description: { zh: '空气、水、森林湿地与农业投入', en: 'Air, water, forests and wetland, farm inputs' },
  time: sincePlan,
  variables: [
    {
      name: 'area',
      label: { zh: 'PM2.5地区', en: 'Areas of PM2.5' },
      asks: { list: 'area', indicator: 'pm25' },
      first: [
        { code: '610000', zh: '陕西省', en: 'Shaanxi Province' },
        { code: '610100', zh: '西安市', en: "Xi'an" },
      ],
      many: true,
    },
  ],
  marks: [
    {
      kind: 'revisions',
      name: { zh: 'PM2.5修订', en: 'Revisions of PM2.5' },
      colour: 'blue',
      indicator: 'pm25',
    },
  ],
  panels: (page) => [
    linesPanel(page, {
      title: { zh: 'PM2.5年均浓度', en: 'Annual mean PM2.5' },
      description: {
        zh: '2018年与2019年之间疑有口径调整，两侧不宜直接相比。',
        en: 'A probable break lies between 2018 and 2019: the two sides are not comparable.',
      },
      width: 12,
      height: 10,
      asks: [lines({ measure: 'actual', indicator: 'pm25', area, frequency: 'A' })],
      shown: ofIndicator.area,
      unit: { zh: '微克／立方米', en: 'µg/m³' },
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: 'PM2.5月均浓度', en: 'Monthly mean PM2.5' },
      description: {
        zh: '只有部分月份公布；月度数据随季节变化，不可与年均相比。',
        en: 'Published for some months only; they follow the seasons and do not compare with annual means.',
      },
      width: 12,
      height: 10,
      asks: [lines({ measure: 'actual', indicator: 'pm25', area, frequency: 'M' })],
      shown: ofIndicator.area,
      unit: { zh: '微克／立方米', en: 'µg/m³' },
      min: 0,
    }),
    linesPanel(page, {
      title: {
        zh: '国控断面优良水质比例（累计）',
        en: 'Surface water sections of class I–III, year to date',
      },
      width: 12,
      height: 8,
      asks: [
        lines({
          measure: 'actual',
          indicator: 'surface_water_good_ratio',
          area: shaanxi,
          accumulation: 'yearToDate',
        }),
      ],
      single: true,
      unit: { zh: '%', en: '%' },
    }),
    newestFigures(page, {
      title: { zh: '最近一次公布的数值', en: 'Newest published values' },
      description: {
        zh: '多为一次性公布，年份不一：森林覆盖率（%）2014年，湿地保护与恢复面积（万亩）2017年，化肥使用量（万吨）2020年。',
        en: 'Mostly published once: forest coverage (%) 2014, wetland protected and restored (10,000 mu) 2017, fertiliser (10,000 t) 2020.',
      },
      width: 12,
      height: 8,
      asks: ['forest_coverage', 'wetland_protected_restored', 'fertilizer_use'].map((indicator) =>
        lines({ measure: 'actual', indicator, area: shaanxi }),
      ),
      shown: ofIndicator.indicator,
      decimals: 2,
    }),
    tablePanel(page, {
      title: { zh: '生态环境目标', en: 'Targets of ecology' },
      width: 24,
      height: 12,
      ...targetsOfTasks(['23', '24', '25', '26']),
    }),
  ],
};
