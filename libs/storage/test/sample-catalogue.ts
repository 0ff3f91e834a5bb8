import { catalogueSchema } from '#contract';
import { inTransaction, openDatabase, saveCatalogue, type Database } from '../src/index.js';
import { createTestDatabase } from './test-database.js';

const named = (zh: string, en: string) => ({ zh, en });

const indicator = {
  decimals: 0,
  direction: 'up',
  lowerBound: null,
  upperBound: null,
  naturalLimit: null,
  releaseLagDays: 60,
  owner: 'xian-government',
  tasks: [6],
  dimensions: [],
  note: null,
  formula: null,
  areaRollUp: null,
  isGrowthRate: null,
};

/** A cut-out of the built-in plan, with US GDP beside it, whose releases are a known history of revisions. */
export const sampleCatalogue = catalogueSchema.parse({
  plan: {
    code: 'guanzhong-2018',
    title: named('陕西省《关中平原城市群发展规划》实施方案', 'Implementation scheme for the Guanzhong Plain'),
    issuer: named('陕西省人民政府办公厅', "General Office of the People's Government of Shaanxi Province"),
    issuedOn: '2018-12-03',
    publishedOn: '2018-12-13',
    baseYear: 2018,
    horizon: '2035',
    sections: [
      { code: 'tasks', number: '二', parent: null, title: named('主要任务', 'Main tasks') },
      {
        code: 'xian',
        number: '（一）',
        parent: 'tasks',
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
      number: 1,
      section: 'xian',
      title: named('建设西部地区重要的经济中心', 'Build an important economic centre of western China'),
      organisations: ['xian-government'],
      responsibility: '西安市政府等负责',
    },
    {
      number: 6,
      section: 'xian',
      title: named('建设国家综合交通枢纽', 'Build a national comprehensive transport hub'),
      organisations: ['xian-government', 'shaanxi-drc'],
      responsibility: '西安市政府、省发展改革委等负责',
    },
  ],
  areas: [
    area('610000', '陕西省', 'Shaanxi', 'province', null),
    area('610100', '西安市', "Xi'an", 'city', '610000'),
    area('us', '美国', 'United States', 'country', null),
  ],
  breakdownValues: [
    { dimension: 'destination', code: '510100', name: named('成都', 'Chengdu') },
    { dimension: 'destination', code: '310000', name: named('上海', 'Shanghai') },
    { dimension: 'origin', code: '610100', name: named('西安', "Xi'an") },
  ],
  indicators: [
    {
      ...indicator,
      code: 'international_routes',
      name: named('国际（地区）航线数', 'International routes opened'),
      kind: 'stock',
      unit: named('条', 'routes'),
      frequency: 'A',
      definition: named('累计开通的国际（地区）航线条数。', 'International and regional routes ever opened.'),
    },
    {
      ...indicator,
      code: 'rail_travel_time',
      name: named('铁路最快旅行时间', 'Fastest rail travel time'),
      kind: 'stock',
      unit: named('分钟', 'minutes'),
      frequency: 'A',
      direction: 'down',
      lowerBound: '0',
      dimensions: ['destination', 'origin'],
      definition: named(
        '现行列车运行图中最快旅行时间。',
        'Travel time of the fastest train in the timetable.',
      ),
    },
    {
      ...indicator,
      code: 'us_gdp',
      name: named('美国国内生产总值', 'US gross domestic product'),
      kind: 'flow',
      unit: named('十亿美元', 'billion dollars'),
      frequency: 'Q',
      definition: named('按年率计算的季度国内生产总值。', 'Quarterly GDP at an annual rate.'),
    },
  ],
  targets: [
    {
      code: 'international-routes-2020',
      name: named('国际航线数量达到100条', '100 international routes'),
      indicator: 'international_routes',
      area: '610100',
      breakdown: {},
      frequency: 'A',
      due: '2020',
      operator: 'atLeast',
      value: '100',
      upper: null,
      baseline: { period: '2016', value: '45' },
      method: 'elapsedShare',
      thresholds: null,
      zeroAs: null,
      trajectory: 'linear',
      milestones: [],
      clause: { task: 6, quote: '到2020年国际航线数量达到100条' },
      organisation: 'xian-government',
      note: null,
    },
  ],
});

function organisation(code: string, zh: string, en: string, kind: string) {
  return { code, name: named(zh, en), kind, members: [], note: null };
}

function area(code: string, zh: string, en: string, kind: string, parent: string | null) {
  return { code, name: named(zh, en), shortName: null, kind, parent, note: null };
}

export interface SampleDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

/** A database of one's own that holds the sample catalogue. */
export async function createSampleDatabase(): Promise<SampleDatabase> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase(url);
  await inTransaction(database, (tx) =>
    saveCatalogue(tx, sampleCatalogue, 'spec', new Date('2018-12-13T00:00:00Z')),
  );
  return {
    database,
    url,
    drop: async () => {
      await database.destroy();
      await drop();
    },
  };
}
