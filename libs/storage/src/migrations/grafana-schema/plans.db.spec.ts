import { createSampleDatabase, type SampleDatabase } from '../../../test/sample-catalogue.js';

let sample: SampleDatabase;

/** 2,000 series of 50 values, a few of them revised. */
beforeAll(async () => {
  sample = await createSampleDatabase();
  for (const statement of [
    `insert into area (code, name_zh, name_en, kind) select 'area-' || n, '', '', 'city' from generate_series(1, 20) n`,
    `insert into indicator (code, name_zh, name_en, kind, unit_zh, unit_en, decimals, direction, frequency,
       release_lag_days, owner, dimensions, definition_zh, definition_en)
     select 'indicator-' || n, '', '', 'flow', '', '', 0, 'up', 'A', 60, 'xian-government', '{}', '', ''
     from generate_series(1, 50) n`,
    `insert into series (indicator, area, frequency, accumulation, breakdown)
     select 'indicator-' || i, 'area-' || a, f, 'period', '{}'::jsonb
     from generate_series(1, 50) i, generate_series(1, 20) a, unnest('{A,M}'::text[]) f
     union all select 'international_routes', '610100', 'A', 'period', '{}'`,
    `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
     select s.id, start, grafana.period_end(start, s.frequency), 1.5, 'A', start + interval '400 days', 1
     from series s cross join generate_series(0, 49) n
     cross join lateral (select grafana.period_start(
       (date '2025-06-01' - n * grafana.period_length(s.frequency))::date, s.frequency)) p(start)`,
    `insert into observation_vintage (series_id, period_start, period_end, value, status, known_from, import_id)
     select series_id, period_start, period_end, value, 'P', known_from - interval '9 days', 1
     from observation where series_id % 20 = 0`,
    'analyze',
  ])
    await sample.database.query(statement);
});
afterAll(() => sample.drop());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Plan Rows': number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

async function planOf(sql: string): Promise<{ plan: Plan; nodes: Plan[] }> {
  const [{ 'QUERY PLAN': explained }]: [{ 'QUERY PLAN': [{ Plan: Plan }] }] = await sample.database.query(
    `explain (analyze, format json) ${sql}`,
  );
  const flat = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  const plan = explained[0].Plan;
  return { plan, nodes: flat(plan) };
}

const large = new Set(['observation', 'observation_vintage']);
const within = `time between '2010-01-01T00:00:00Z' and '2020-01-01T00:00:00Z'`;
const one = `indicator = 'indicator-7' and area = 'area-9' and frequency = 'A'`;

describe('a panel reads the series that it shows and no other', () => {
  it.each([
    [
      'one series',
      `select time, value from grafana.observations where ${one} and ${within} order by time`,
      1,
    ],
    [
      'several, with their names',
      `select time, value, indicator_zh || area_zh || breakdown_zh as metric from grafana.observations
       where indicator in ('indicator-7') and area in ('area-1', 'area-2', 'area-3') and frequency = 'A'
         and ${within} order by time`,
      3,
    ],
    [
      'an indicator in all areas',
      `select time, value, area_zh from grafana.observations
       where indicator = 'indicator-7' and frequency = 'A' and ${within} order by time`,
      20,
    ],
    [
      'as it was known',
      `select time, value from grafana.observations_as_of('2021-01-01') where ${one} and ${within} order by time`,
      1,
    ],
    [
      'the values of a target',
      `select o.time, o.value from grafana.targets t join grafana.observations o
         on (o.indicator, o.area, o.breakdown, o.frequency) = (t.indicator, t.area, t.breakdown, t.frequency)
       where t.target = 'international-routes-2020'`,
      1,
    ],
    [
      'as a variable says that it was known',
      `select time, value from grafana.observations_as_of(grafana.as_of('2021-01-01'))
       where ${one} and ${within} order by time`,
      1,
    ],
    ['all its vintages', `select * from grafana.vintages where ${one} and ${within}`, 1],
    [
      'the newest values',
      `select area, value from grafana.newest_values where indicator = 'indicator-7'`,
      40,
    ],
  ])('%s', async (_, sql, series) => {
    const { plan, nodes } = await planOf(sql);
    const reads = nodes.filter((node) => large.has(node['Relation Name'] ?? ''));
    expect(reads.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    const observed = reads.filter((node) => node['Relation Name'] === 'observation');
    expect(observed.length).toBeGreaterThan(0);
    // What it goes through, before the time filter: the asked series' 50 values at most.
    for (const node of observed)
      expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(series * 50);
    expect(plan['Actual Rows']).toBeGreaterThan(0);
  });

  it('is planned with the number of rows that come, within a factor of ten', async () => {
    for (const sql of [
      `select * from grafana.observations where ${one}`,
      `select * from grafana.observations where indicator = 'indicator-7' and frequency = 'A'`,
    ]) {
      const { plan } = await planOf(sql);
      const ratio = plan['Plan Rows'] / plan['Actual Rows'];
      expect(ratio).toBeGreaterThan(0.1);
      expect(ratio).toBeLessThan(10);
    }
  });

  it('looks only at the asked years where a panel also names the first days of the periods', async () => {
    const { nodes } = await planOf(
      `select time, value from grafana.observations
       where ${one} and period_start between '2010-01-01' and '2020-01-01' and ${within}`,
    );
    expect(nodes.map((node) => node['Index Cond'] ?? '').join()).toMatch(/series_id.*period_start >=/);
  });
});
