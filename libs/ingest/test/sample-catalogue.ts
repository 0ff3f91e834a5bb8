import type { Area, Catalogue, Indicator } from '#contract';

/** What the indicators below have in common. */
const usual = {
  direction: 'up',
  lowerBound: '0',
  upperBound: null,
  naturalLimit: null,
  releaseLagDays: 60,
  tasks: [6],
  dimensions: [],
  note: null,
} as const satisfies Partial<Indicator>;

function indicator(own: Omit<Indicator, keyof typeof usual | 'definition'> & Partial<Indicator>): Indicator {
  return {
    ...usual,
    definition: own.name,
    ...own,
    tasks: [...usual.tasks],
    dimensions: own.dimensions ?? [],
  };
}

function area(code: string, zh: string, en: string, shortName: string | null, kind: Area['kind']): Area {
  return { code, name: { zh, en }, shortName, kind, parent: null, note: null };
}

/** A small catalogue with one indicator of each sort, taken from the plan's, and one of US GDP for its vintages. */
export const sampleCatalogue: Catalogue = {
  plan: {
    code: 'guanzhong-2018',
    title: { zh: '陕西省《关中平原城市群发展规划》实施方案', en: 'Implementation scheme' },
    issuer: { zh: '陕西省人民政府办公厅', en: 'General Office of the Government of Shaanxi' },
    issuedOn: '2018-12-03',
    publishedOn: '2018-12-13',
    baseYear: 2018,
    horizon: '2035',
    sections: [{ code: 'tasks', number: '二', parent: null, title: { zh: '主要任务', en: 'Main tasks' } }],
  },
  organisations: [
    organisation('west-airport-group', '西部机场集团', 'China West Airport Group'),
    organisation('shaanxi-statistics', '省统计局', 'Shaanxi Bureau of Statistics'),
    organisation('xian-government', '西安市政府', "Xi'an Municipal Government"),
  ],
  tasks: [
    {
      number: 6,
      section: 'tasks',
      title: { zh: '建设国家综合交通枢纽', en: 'Build a national comprehensive transport hub' },
      organisations: ['xian-government'],
      responsibility: '西安市政府牵头',
    },
  ],
  areas: [
    area('610000', '陕西省', 'Shaanxi Province', '陕西', 'province'),
    area('610100', '西安市', "Xi'an", '西安', 'city'),
    area('610300', '宝鸡市', 'Baoji', '宝鸡', 'city'),
    area('610102', '新城区', 'Xincheng District', null, 'district'),
    area('150102', '新城区', 'Xincheng District of Hohhot', null, 'district'),
    area('us', '美国', 'United States', null, 'country'),
  ],
  breakdownValues: [
    { dimension: 'destination', code: '510100', name: { zh: '成都', en: 'Chengdu' } },
    { dimension: 'destination', code: '310000', name: { zh: '上海', en: 'Shanghai' } },
  ],
  indicators: [
    indicator({
      code: 'international_routes',
      name: { zh: '国际（地区）航线数（累计开通）', en: 'International routes opened (cumulative)' },
      kind: 'stock',
      unit: { zh: '条', en: 'routes' },
      decimals: 0,
      frequency: 'A',
      owner: 'west-airport-group',
    }),
    indicator({
      code: 'airport_passenger_throughput',
      name: { zh: '机场旅客吞吐量', en: 'Airport passenger throughput' },
      kind: 'flow',
      unit: { zh: '万人次', en: '10,000 passengers' },
      decimals: 2,
      frequency: 'M',
      owner: 'west-airport-group',
    }),
    indicator({
      code: 'rail_travel_time',
      name: { zh: '西安至各城市铁路最快旅行时间', en: 'Fastest rail travel time' },
      kind: 'stock',
      unit: { zh: '分钟', en: 'minutes' },
      decimals: 0,
      frequency: 'A',
      owner: 'xian-government',
      dimensions: ['destination'],
    }),
    indicator({
      code: 'rd_intensity',
      name: { zh: '研究与试验发展（R&D）经费投入强度', en: 'R&D intensity' },
      kind: 'average',
      unit: { zh: '%', en: '%' },
      decimals: 2,
      frequency: 'A',
      owner: 'shaanxi-statistics',
      upperBound: '100',
    }),
    indicator({
      code: 'us_gdp',
      name: { zh: '美国国内生产总值', en: 'US gross domestic product' },
      kind: 'flow',
      unit: { zh: '十亿美元', en: 'billion dollars' },
      decimals: 1,
      frequency: 'Q',
      owner: 'shaanxi-statistics',
    }),
  ],
  targets: [
    {
      code: 'international-routes-2020',
      name: { zh: '国际航线数量达到100条', en: '100 international routes' },
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
      trajectory: 'linear',
      milestones: [],
      clause: { task: 6, quote: '到2020年国际航线数量达到100条' },
      organisation: 'xian-government',
      note: null,
    },
  ],
};

function organisation(code: string, zh: string, en: string): Catalogue['organisations'][number] {
  return { code, name: { zh, en }, kind: 'department', members: [], areas: [], note: null };
}
