import { catalogueSchema } from '#contract';
import { startOfDayInZone } from '#time-period';
import type { Observed } from '../../storage/test/observed.js';

export const timeZone = 'Asia/Shanghai';

/** Start of a day in the plan's zone. */
export const day = (text: string) => startOfDayInZone(text, timeZone);

const named = (zh: string, en: string) => ({ zh, en });

const indicator = {
  decimals: 0,
  lowerBound: 0,
  upperBound: null,
  naturalLimit: null,
  frequency: 'A',
  tasks: [6],
  dimensions: [],
  note: null,
};

const target = {
  area: '610100',
  breakdown: {},
  frequency: 'A',
  upper: null,
  milestones: [],
  note: null,
};

/** A cut-out of the built-in plan: one task, one area, a stock, a stock by destination and a flow. */
export const routesPlan = catalogueSchema.parse({
  plan: {
    code: 'guanzhong-2018',
    title: named('陕西省《关中平原城市群发展规划》实施方案', 'Implementation scheme for the Guanzhong Plain'),
    issuer: named('陕西省人民政府办公厅', "General Office of the People's Government of Shaanxi Province"),
    issuedOn: '2018-12-03',
    publishedOn: '2018-12-13',
    baseYear: 2018,
    horizon: '2035',
    sections: [
      {
        code: 'xian',
        number: '（一）',
        parent: null,
        title: named('建设西安国家中心城市', "Xi'an as a centre"),
      },
    ],
  },
  organisations: [
    organisation('xian-government', '西安市政府', "Xi'an Municipal People's Government", 'government'),
    organisation('shaanxi-drc', '省发展改革委', 'Shaanxi Development and Reform Commission', 'department'),
  ],
  tasks: [
    {
      number: 6,
      section: 'xian',
      title: named('建设国家综合交通枢纽', 'Build a national comprehensive transport hub'),
      organisations: ['xian-government', 'shaanxi-drc'],
      responsibility: '西安市政府、省发展改革委',
    },
  ],
  areas: [
    {
      code: '610100',
      name: named('西安市', "Xi'an"),
      shortName: '西安',
      kind: 'city',
      parent: null,
      note: null,
    },
  ],
  breakdownValues: [{ dimension: 'destination', code: '510100', name: named('成都', 'Chengdu') }],
  indicators: [
    {
      ...indicator,
      code: 'international_routes',
      name: named('国际（地区）航线数', 'International routes opened'),
      kind: 'stock',
      unit: named('条', 'routes'),
      direction: 'up',
      releaseLagDays: 60,
      owner: 'xian-government',
      definition: named('累计开通的国际（地区）航线条数。', 'International and regional routes ever opened.'),
    },
    {
      ...indicator,
      code: 'rail_travel_time',
      name: named('铁路最快旅行时间', 'Fastest rail travel time'),
      kind: 'stock',
      unit: named('分钟', 'minutes'),
      direction: 'down',
      releaseLagDays: 30,
      owner: 'shaanxi-drc',
      dimensions: ['destination'],
      definition: named(
        '现行列车运行图中最快旅行时间。',
        'Travel time of the fastest train in the timetable.',
      ),
    },
    {
      ...indicator,
      code: 'changan_trains',
      name: named('中欧班列（西安）开行列数', "China–Europe trains (Xi'an) run"),
      kind: 'flow',
      unit: named('列', 'trains'),
      direction: 'up',
      frequency: 'M',
      releaseLagDays: 15,
      owner: 'xian-government',
      definition: named('统计期内开行列数。', 'Trains run in the period.'),
    },
  ],
  targets: [
    {
      ...target,
      code: 'international-routes-2020',
      name: named('国际航线数量达到100条', '100 international routes'),
      indicator: 'international_routes',
      due: '2020',
      operator: 'atLeast',
      value: 100,
      baseline: { period: '2016', value: 45 },
      method: 'elapsedShare',
      trajectory: 'linear',
      clause: { task: 6, quote: '到2020年国际航线数量达到100条' },
      organisation: 'xian-government',
    },
    {
      ...target,
      code: 'rail-travel-time-chengdu-2035',
      name: named('西安至成都铁路3小时到达', "Xi'an–Chengdu by rail within 3 hours"),
      indicator: 'rail_travel_time',
      breakdown: { destination: '510100' },
      due: '2035',
      operator: 'atMost',
      value: 180,
      baseline: { period: '2017-12-06', value: null },
      method: 'elapsedShare',
      trajectory: 'linear',
      clause: { task: 6, quote: '实现3小时到达周边省会' },
      organisation: 'shaanxi-drc',
    },
    {
      ...target,
      code: 'changan-trains-2035',
      name: named('中欧班列（西安）加密开行', "China–Europe trains (Xi'an) run more often"),
      indicator: 'changan_trains',
      due: '2035',
      operator: 'direction',
      value: null,
      baseline: { period: '2018', value: null },
      method: 'direction',
      trajectory: 'none',
      clause: { task: 6, quote: '推动中欧班列加密频次和扩展区域' },
      organisation: 'xian-government',
    },
  ],
});

function organisation(code: string, zh: string, en: string, kind: string) {
  return { code, name: named(zh, en), kind, members: [], areas: [], note: null };
}

/** One published count of international routes, known since the day it came out. */
export function routes(period: string, value: string, publishedOn: string): Observed {
  return { indicator: 'international_routes', area: '610100', period, value, knownFrom: day(publishedOn) };
}

/** What was published about the plan's own first target (seeds/observations.csv). */
export const publishedRoutes: readonly Observed[] = [
  routes('2016', '45', '2017-10-26'),
  routes('2017', '58', '2018-06-07'),
  routes('2018', '64', '2019-03-01'),
  routes('2019', '88', '2020-02-17'),
  routes('2021-09', '92', '2021-09-08'),
];

/** How long the fastest train took to a place in the timetable of a day. */
export function railTime(destination: string, period: string, value: string): Observed {
  return {
    indicator: 'rail_travel_time',
    area: '610100',
    breakdown: { destination },
    period,
    value,
    knownFrom: day(period),
  };
}

export function trains(period: string, value: string, publishedOn: string): Observed {
  return { indicator: 'changan_trains', area: '610100', period, value, knownFrom: day(publishedOn) };
}
