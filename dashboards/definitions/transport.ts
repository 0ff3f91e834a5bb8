/** Transport: air routes and traffic, railways, metro, roads. Tasks 6, 18 and 19 of the plan. */
import { lines } from '../question.js';
import { newestBars } from '../panels/gauges.js';
import { linesPanel } from '../panels/lines-panel.js';
import { tablePanel } from '../panels/table.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';
import { ofIndicator, targetsOfTasks } from './shown.js';

const xian = '610100';
const shaanxi = '610000';

export const transport: DashboardDefinition = {
  name: 'transport',
  title: { zh: '交通', en: 'Transport' },
  description: {
    zh: '航线、客货运量、铁路、地铁与公路',
    en: 'Air routes, traffic, railways, metro and roads',
  },
  time: sincePlan,
  variables: [],
  marks: [
    {
      kind: 'revisions',
      name: { zh: '航线数修订', en: 'Revisions of the routes' },
      colour: 'blue',
      indicator: 'international_routes',
    },
  ],
  panels: (page) => [
    linesPanel(page, {
      title: { zh: '国际（地区）航线（累计开通）', en: 'International routes opened (cumulative)' },
      description: {
        zh: '含已停航的；与“在飞”“恢复及新开”口径不同，不可相连。',
        en: 'Suspended ones included; not to be joined with routes in operation or restored.',
      },
      width: 12,
      height: 10,
      asks: (['actual', 'expected', 'target'] as const).map((measure) =>
        lines({
          measure,
          indicator: 'international_routes',
          area: xian,
          ...(measure === 'actual' ? {} : { target: 'international-routes-2020' }),
        }),
      ),
      single: true,
      unit: { zh: '条', en: 'routes' },
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: '通航国家', en: 'Countries served by air' },
      width: 6,
      height: 10,
      asks: [
        lines({ measure: 'actual', indicator: 'countries_served', area: xian }),
        lines({ measure: 'actual', indicator: 'bri_countries_served', area: xian }),
      ],
      shown: ofIndicator.indicator,
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: '中欧班列（西安）开行', en: 'China–Europe trains run from Xi’an' },
      width: 6,
      height: 10,
      asks: [lines({ measure: 'actual', indicator: 'changan_trains', area: xian, frequency: 'A' })],
      bars: true,
      single: true,
      unit: { zh: '列／年', en: 'trains a year' },
    }),
    newestBars(page, {
      title: { zh: '西安至各城市铁路最快旅行时间', en: 'Fastest rail travel times from Xi’an' },
      description: {
        zh: '分钟，各城市最新的已知值；3小时以内为绿色，6小时以内为黄色。规划对邻省省会为3小时，对长三角、珠三角、京津冀为4–6小时。',
        en: 'Minutes, the newest known value of each city; green within three hours, yellow within six. The plan asks for 3 hours to neighbouring capitals and 4–6 to the eastern regions.',
      },
      width: 12,
      height: 12,
      asks: [lines({ measure: 'actual', indicator: 'rail_travel_time', area: xian })],
      colours: ['green', [180.5, 'yellow'], [360.5, 'red']],
      shown: ofIndicator.breakdown,
    }),
    linesPanel(page, {
      title: { zh: '地铁、高铁与高速公路里程', en: 'Metro, high-speed rail and expressways' },
      width: 12,
      height: 12,
      asks: [
        lines({ measure: 'actual', indicator: 'metro_length', area: xian }),
        lines({ measure: 'actual', indicator: 'hsr_length', area: shaanxi }),
        lines({ measure: 'actual', indicator: 'expressway_length', area: shaanxi }),
      ],
      shown: ofIndicator.indicator,
      unit: { zh: '公里', en: 'km' },
      min: 0,
    }),
    linesPanel(page, {
      title: { zh: '机场旅客吞吐量', en: 'Airport passengers' },
      width: 12,
      height: 9,
      asks: [
        lines({ measure: 'actual', indicator: 'airport_passenger_throughput', area: xian, frequency: 'A' }),
      ],
      bars: true,
      single: true,
      unit: { zh: '万人次／年', en: '10,000 a year' },
    }),
    linesPanel(page, {
      title: { zh: '机场货邮吞吐量', en: 'Airport cargo and mail' },
      width: 12,
      height: 9,
      asks: [lines({ measure: 'actual', indicator: 'airport_cargo_throughput', area: xian, frequency: 'A' })],
      bars: true,
      single: true,
      unit: { zh: '万吨／年', en: '10,000 t a year' },
    }),
    tablePanel(page, {
      title: { zh: '交通目标', en: 'Targets of transport' },
      width: 24,
      height: 12,
      ...targetsOfTasks(['6', '18', '19']),
    }),
  ],
};
