import { z } from 'zod';
import type { ImportReport, ObservationRow, Problem } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

/**
 * What SDMX-JSON 2.0.0 demands of a message, as far as this service writes it; after the field guides and schemas at
 * https://github.com/sdmx-twg/sdmx-json, in this project's own words (the repository states no licence for its files).
 */
const text = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const id = z.string().regex(/^[A-Za-z0-9_@$-]+$/);
const ncName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/);
const urn = z
  .string()
  .regex(/^urn:sdmx:org\.sdmx\.infomodel\.[a-z]+\.[A-Za-z]+=[A-Za-z][^:]*:.+\(\d+\.\d+\)/);
const links = z.array(z.object({ rel: z.string(), urn }));
const meta = z.strictObject({
  schema: z.url(),
  id,
  test: z.literal(false),
  prepared: z.iso.datetime(),
  contentLanguages: z.array(z.enum(['zh', 'en'])),
  sender: z.strictObject({ id, name: z.string(), names: text }),
});
const value = z.union([
  z.strictObject({ id, name: z.string(), names: text, parent: id.optional() }),
  z.strictObject({ value: z.string(), start: z.iso.datetime().optional(), end: z.iso.datetime().optional() }),
]);
const component = z.object({
  id: ncName,
  name: z.string(),
  names: text,
  values: z.array(value).min(1).optional(),
});
const dimension = component.extend({ keyPosition: z.number().int().min(0), values: z.array(value).min(1) });
const attribute = component.extend({
  relationship: z.union([
    z.strictObject({ dimensions: z.array(ncName).min(1) }),
    z.strictObject({ observation: z.object({}) }),
  ]),
});
const cells = z.array(z.union([z.number(), z.string(), z.null()]));
const observations = z.record(z.string().regex(/^\d+(?::\d+)*$/), cells);
const dataMessage = z.strictObject({
  meta,
  data: z.strictObject({
    dataSets: z.array(
      z.strictObject({
        structure: z.literal(0),
        action: z.literal('Information'),
        validFrom: z.iso.datetime().optional(),
        links,
        series: z
          .record(
            z.string().regex(/^\d+(?::\d+)*$/),
            z.strictObject({ attributes: cells.optional(), observations }),
          )
          .optional(),
        observations: observations.optional(),
      }),
    ),
    structures: z.array(
      z.strictObject({
        links,
        name: z.string(),
        names: text,
        dimensions: z.strictObject({
          dataSet: z.array(dimension).length(0),
          series: z.array(dimension),
          observation: z.array(dimension),
        }),
        measures: z.strictObject({ observation: z.array(component) }),
        attributes: z.strictObject({
          dataSet: z.array(attribute).length(0),
          series: z.array(attribute),
          observation: z.array(attribute),
        }),
        dataSets: z.array(z.number().int()).min(1),
      }),
    ),
  }),
});
type DataMessage = z.infer<typeof dataMessage>;

const artefact = z.looseObject({
  id,
  agencyID: ncName,
  version: z.string(),
  name: z.string(),
  names: text,
  links,
});
const item = z.looseObject({ id, name: z.string(), names: text });
const reference = z.object({ conceptIdentity: urn });
const representation = z.object({
  localRepresentation: z.union([
    z.strictObject({ enumeration: urn }),
    z.strictObject({ format: z.object({ dataType: z.string() }) }),
  ]),
});
const structureMessage = z.strictObject({
  meta,
  data: z.strictObject({
    dataflows: z.array(artefact.extend({ structure: urn.optional() })).optional(),
    dataStructures: z
      .array(
        artefact.extend({
          dataStructureComponents: z
            .strictObject({
              dimensionList: z.strictObject({
                id: z.literal('DimensionDescriptor'),
                dimensions: z
                  .array(
                    reference.extend({ ...representation.shape, id: ncName, position: z.number().int() }),
                  )
                  .min(1),
                timeDimension: reference.extend({ ...representation.shape, id: z.literal('TIME_PERIOD') }),
              }),
              measureList: z.strictObject({
                id: z.literal('MeasureDescriptor'),
                measures: z.array(reference).length(1),
              }),
              attributeList: z.strictObject({
                id: z.literal('AttributeDescriptor'),
                attributes: z.array(reference.extend({ ...representation.shape, id: ncName })),
              }),
            })
            .optional(),
        }),
      )
      .optional(),
    conceptSchemes: z.array(artefact.extend({ concepts: z.array(item).optional() })).optional(),
    codelists: z
      .array(artefact.extend({ isPartial: z.boolean().optional(), codes: z.array(item).optional() }))
      .optional(),
    agencySchemes: z.array(artefact.extend({ agencies: z.array(item).optional() })).optional(),
    dataConstraints: z
      .array(
        artefact.extend({
          role: z.literal('Actual'),
          annotations: z.array(z.object({ id: z.string(), type: z.string(), title: z.string() })),
          constraintAttachment: z.strictObject({ dataflows: z.array(urn).length(1) }),
          cubeRegions: z
            .array(
              z.object({
                keyValues: z.array(z.object({ id: ncName, values: z.array(id).min(1).optional() })).min(1),
              }),
            )
            .length(1),
        }),
      )
      .optional(),
  }),
});
type StructureMessage = z.infer<typeof structureMessage>;

describe('SDMX REST', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.close());

  const data = async (path: string, headers: Record<string, string> = {}): Promise<DataMessage> => {
    const answer = await app.ask(path, { headers });
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers.get('content-type')).toBe(
      'application/vnd.sdmx.data+json; version=2.0.0; charset=utf-8',
    );
    return dataMessage.parse(answer.body);
  };
  const structures = async (
    path: string,
    headers: Record<string, string> = {},
  ): Promise<StructureMessage['data']> => {
    const answer = await app.ask(path, { headers });
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers.get('content-type')).toBe(
      'application/vnd.sdmx.structure+json; version=2.0.0; charset=utf-8',
    );
    return structureMessage.parse(answer.body).data;
  };
  /** `codes … time value` of every observation, read as a program would read it. */
  const read = ({ data: { dataSets, structures: described } }: DataMessage): string[] =>
    dataSets.flatMap(({ series = {} }) =>
      Object.entries(series).flatMap(([key, { observations: own }]) => {
        const { dimensions } = described[0]!;
        const codes = key.split(':').map((at, position) => codeAt(dimensions.series[position]!, Number(at)));
        return Object.entries(own).map(([at, [observed]]) =>
          [...codes, codeAt(dimensions.observation[0]!, Number(at)), observed].join(' '),
        );
      }),
    );
  const codeAt = ({ values }: z.infer<typeof dimension>, at: number) => {
    const found = values[at]!;
    return 'id' in found ? found.id : found.value;
  };

  it('needs a token', async () => {
    for (const path of ['/sdmx/v2/data', '/sdmx/v2/structure', '/sdmx/data/OBSERVATIONS', '/sdmx/codelist'])
      expect((await app.ask<Problem>(path, { token: null })).status).toBe(401);
    const token = await app.token('viewer');
    expect((await app.ask('/sdmx/v2/structure/dataflow', { token })).status).toBe(200);
  });

  it('has all that the flat rows have', async () => {
    const { body: rows } = await app.ask<ObservationRow[]>('/api/v1/observations');
    const flat = rows.map(
      (row) =>
        `${row.frequency} ${row.indicator} ${row.area} ${row.accumulation === 'period' ? 'P' : 'YTD'} ` +
        `${['destination', 'scheme', 'work'].map((name) => row.breakdown[name] ?? '_Z').join(' ')} ` +
        `${row.period.split('/').at(-1)} ${row.value}`,
    );
    const message = await data('/sdmx/v2/data');
    expect(read(message).toSorted()).toEqual(flat.toSorted());
    expect(message.data.structures[0]?.dimensions.series.map((one) => one.id)).toEqual([
      'FREQ',
      'INDICATOR',
      'REF_AREA',
      'ACCUMULATION',
      'DESTINATION',
      'SCHEME',
      'WORK',
    ]);
  });

  const gdp = 'A gdp 610100 P _Z _Z _Z 2018 8349.86';
  it.each([
    '/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.gdp.610100?c[TIME_PERIOD]=2018',
    '/sdmx/v2/data/dataflow/GUANZHONG-2018/OBSERVATIONS/~/*.gdp.610100?c[TIME_PERIOD]=ge:2018+le:2018',
    '/sdmx/v2/data/dataflow/*/*/*/*?c%5BINDICATOR%5D=gdp&c%5BREF_AREA%5D=610100&startPeriod=2018&endPeriod=2018',
    '/sdmx/v2/data/datastructure/*/OBSERVATIONS/latest/A.gdp.610100,M.gdp.610100?startPeriod=2018-01-01&endPeriod=2018-12-31',
    '/sdmx/data/OBSERVATIONS/A.gdp.610100....?startPeriod=2018&endPeriod=2018',
    '/sdmx/data/GUANZHONG-2018,OBSERVATIONS,1.0/A+M.gdp.610100/all?startPeriod=2018&endPeriod=2018',
    '/sdmx/data/GUANZHONG-2018,OBSERVATIONS/.gdp.610100/?startPeriod=2018&endPeriod=2018',
    '/api/v1/observations?format=sdmx-json&indicator=gdp&area=610100&from=2018&to=2018',
  ])('%s', async (path) => {
    expect(read(await data(path))).toEqual([gdp]);
  });

  it('knows what was known at an instant, and the history', async () => {
    const path = '/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.changan_trains.610100';
    expect(read(await data(`${path}?asOf=2019-06-01T00:00:00%2B08:00&startPeriod=2018`))).toEqual([
      'A changan_trains 610100 P _Z _Z _Z 2018 1235',
    ]);
    const history = await data(`${path}?includeHistory=true&startPeriod=2018&endPeriod=2019`);
    expect(history.data.dataSets.map(({ validFrom }) => validFrom?.slice(0, 10))).toEqual([
      '2019-03-01',
      '2020-02-17',
    ]);
  });

  it.each([
    ['/sdmx/v2/data/dataflow/*/EXR', 404, 'not-found'],
    ['/sdmx/v2/data/dataflow/ECB/OBSERVATIONS', 404, 'not-found'],
    ['/sdmx/v2/data/dataflow/*/OBSERVATIONS/2.0.0', 404, 'not-found'],
    ['/sdmx/v2/data/provisionagreement', 404, 'not-found'],
    ['/sdmx/v2/data/colour', 400, 'invalid-request'],
    ['/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.gdp.999999', 404, 'not-found'],
    ['/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.B.C.D.E.F.G.H', 400, 'invalid-request'],
    ['/sdmx/v2/data?c[COLOUR]=red', 400, 'invalid-request'],
    ['/sdmx/v2/data?format=xml', 406, 'not-acceptable'],
    ['/sdmx/v2/data?updatedAfter=2020-01-01', 501, 'not-implemented'],
    ['/sdmx/v2/data?includeHistory=true&limit=5', 501, 'not-implemented'],
    ['/sdmx/v2/data?includeHistory=true&format=csv', 501, 'not-implemented'],
    ['/sdmx/v2/structure/categoryscheme', 404, 'not-found'],
    ['/sdmx/v2/structure/codelist/*/CL_COLOUR', 404, 'not-found'],
    ['/sdmx/v2/structure/codelist/*/CL_FREQ/1.0/X', 404, 'not-found'],
    ['/sdmx/v2/structure/colours', 400, 'invalid-request'],
    ['/sdmx/v2/availability/dataflow/*/OBSERVATIONS/1.0/*.*.999999', 404, 'not-found'],
    ['/sdmx/v2/availability/dataflow/*/OBSERVATIONS/1.0/*/COLOUR', 400, 'invalid-request'],
    ['/sdmx/v2/schema/dataflow', 501, 'not-implemented'],
    ['/sdmx/metadata/OBSERVATIONS', 501, 'not-implemented'],
  ])('%s is %i', async (path, status, code) => {
    const { body, ...answer } = await app.ask<Problem>(path);
    expect([answer.status, body.code]).toEqual([status, code]);
    expect(body.detail).not.toBe('');
  });

  it('answers in the format that is accepted', async () => {
    const type = async (accept: string, path = '/sdmx/v2/data') => {
      const { status, headers } = await app.ask(path, { headers: { accept } });
      return status === 200 ? headers.get('content-type') : status;
    };
    expect(await type('application/vnd.sdmx.data+csv;version=2.0.0;labels=both')).toBe(
      'application/vnd.sdmx.data+csv; version=2.0.0; labels=both; charset=utf-8',
    );
    expect(await type('application/vnd.sdmx.data+csv; version=1.0.0')).toContain('version=1.0.0');
    expect(await type('application/json')).toContain('data+json; version=2.0.0');
    expect(await type('application/vnd.sdmx.genericdata+xml;version=2.1')).toBe(406);
    expect(await type('application/vnd.sdmx.data+xml;version=3.0.0, */*;q=0.1')).toContain('data+json');
    expect(await type('application/vnd.sdmx.structure+xml;version=3.0.0', '/sdmx/v2/structure')).toBe(406);
    expect(await type('application/vnd.sdmx.structure+json', '/sdmx/v2/structure')).toContain(
      'structure+json',
    );
  });

  it('says its names in the language that is preferred', async () => {
    const name = async (headers: Record<string, string>, parameters = '') =>
      (await structures(`/sdmx/v2/structure/codelist/*/CL_FREQ${parameters}`, headers)).codelists![0]!
        .codes![0]!.name;
    expect(await name({ 'accept-language': 'en-GB,en;q=0.9' })).toBe('Annual');
    expect(await name({ 'accept-language': 'zh-CN' })).toBe('年');
    expect(await name({ 'accept-language': 'fr' })).toBe('年');
    expect(await name({}, '?language=en')).toBe('Annual');
  });

  it('describes every code that its data use', async () => {
    const all = await structures('/sdmx/v2/structure/dataflow/*/OBSERVATIONS/1.0?references=descendants');
    const used = (await data('/sdmx/v2/data')).data.structures[0]!;
    const components = all.dataStructures![0]!.dataStructureComponents!;
    expect(all.dataflows![0]!.structure).toBe(all.dataStructures![0]!.links[0]!.urn);
    for (const [at, { id: of, values }] of used.dimensions.series.entries()) {
      const described = components.dimensionList.dimensions[at]!;
      expect(described.id).toBe(of);
      const list = all.codelists!.find((one) =>
        JSON.stringify(described.localRepresentation).includes(`:${one.id}(`),
      );
      const codes = new Set(list!.codes!.map((code) => code.id));
      for (const one of values) expect('id' in one && codes.has(one.id)).toBe(true);
    }
    const concepts = new Set(all.conceptSchemes![0]!.concepts!.map((concept) => concept.id));
    for (const one of [...components.dimensionList.dimensions, ...components.attributeList.attributes])
      expect(concepts.has(one.id)).toBe(true);
  });

  it('answers the paths of SDMX REST 1 for structures too', async () => {
    expect((await structures('/sdmx/dataflow')).dataflows).toHaveLength(1);
    expect((await structures('/sdmx/dataflow/all/all/latest')).dataflows).toHaveLength(1);
    const dsd = await structures('/sdmx/datastructure/GUANZHONG-2018/OBSERVATIONS/1.0?references=children');
    expect([
      dsd.dataStructures?.length,
      dsd.conceptSchemes?.length,
      (dsd.codelists?.length ?? 0) > 5,
    ]).toEqual([1, 1, true]);
    expect((await structures('/sdmx/codelist/all/CL_AREA')).codelists![0]!.codes!.length).toBeGreaterThan(
      100,
    );
    expect((await structures('/sdmx/conceptscheme')).conceptSchemes).toHaveLength(1);
    expect((await structures('/sdmx/agencyscheme')).agencySchemes![0]!.agencies![0]!.id).toBe(
      'GUANZHONG-2018',
    );
  });

  it('says which codes have data', async () => {
    const paths = [
      '/sdmx/v2/availability/dataflow/*/OBSERVATIONS/1.0/A.gdp',
      '/sdmx/availableconstraint/OBSERVATIONS/A.gdp.....',
    ];
    for (const path of paths) {
      const [constraint] = (await structures(path)).dataConstraints!;
      const of = (dimensionId: string) =>
        constraint!.cubeRegions[0]!.keyValues.find((one) => one.id === dimensionId)?.values;
      expect([of('FREQ'), of('INDICATOR'), of('ACCUMULATION')]).toEqual([['A'], ['gdp'], ['P']]);
      const { body: rows } = await app.ask<ObservationRow[]>(
        '/api/v1/observations?indicator=gdp&frequency=A',
      );
      expect(of('REF_AREA')).toEqual([...new Set(rows.map(({ area }) => area))].toSorted());
      expect(constraint!.annotations[0]!.title).toBe(String(rows.length));
    }
    const one = await structures(
      '/sdmx/v2/availability/dataflow/*/OBSERVATIONS/1.0/A.gdp.610100/REF_AREA?mode=available&references=codelist',
    );
    expect(one.dataConstraints![0]!.cubeRegions[0]!.keyValues.map((each) => each.id)).toEqual(['REF_AREA']);
    expect(
      one.codelists!.find((list) => list.id === 'CL_INDICATOR')?.codes?.map((code) => code.id),
    ).toContain('gdp');
  });

  it.each([
    '',
    'startPeriod=2018-06&endPeriod=2020',
    'c[TIME_PERIOD]=ge:2019',
    'c[OBS_VALUE]=lt:9000',
    'c[OBS_STATUS]=A',
  ])('counts just the observations that a query with %s gives', async (parameters) => {
    for (const mode of ['exact', 'available']) {
      const { body: file } = await app.ask<string>(
        `/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/*.gdp.610100?format=csv&${parameters}`,
      );
      const [constraint] = (
        await structures(
          `/sdmx/v2/availability/dataflow/*/OBSERVATIONS/1.0/*.gdp.610100?mode=${mode}&${parameters}`,
        )
      ).dataConstraints!;
      expect(constraint!.annotations[0]!.title).toBe(String(file.trim().split('\r\n').length - 1));
    }
  });

  it('gives the keys of series as JSON, whatever stands at an observation', async () => {
    for (const detail of ['detail=serieskeysonly', 'attributes=none&measures=none']) {
      const { status, body } = await app.ask<{ data: { dataSets: { series: object }[] } }>(
        `/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.gdp?dimensionAtObservation=AllDimensions&${detail}`,
      );
      expect(status).toBe(200);
      expect(Object.keys(body.data.dataSets[0]!.series).length).toBeGreaterThan(1);
    }
  });

  it.each([
    ['/sdmx/v2/data?format=constructor', 406],
    ['/sdmx/v2/structure/dataflow?format=xml', 406],
    ['/sdmx/v2/availability?format=csv', 406],
    ['/sdmx/v2/availability?references=colours&format=json', 400],
    ['/sdmx/v2/structure/dataflow?detail=full&detail=allstubs&format=json', 400],
    ['/sdmx/v2/data?format=csv&c[TIME_PERIOD]=ge:2015&c[TIME_PERIOD]=le:2019', 400],
    ['/sdmx/v2/structure/dataflow?format=json', 200],
    ['/sdmx/v2/availability?format=sdmx-json', 200],
  ])('%s, from a tool that cannot say what it accepts: %i', async (path, expected) => {
    const { status } = await app.ask(path, { headers: { accept: 'text/html' } });
    expect(status).toBe(expected);
  });

  describe('what is exported can be read back', () => {
    const dryRun = async (body: string) => {
      const report = await app.ask<ImportReport>('/api/v1/imports?dryRun=true', {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/csv' },
      });
      return report.body;
    };
    it.each([
      ['2.0.0', 'csv', ''],
      ['2.0.0 with names behind the codes', 'csv', '&labels=both'],
      ['2.0.0 with names in columns', 'csv', '&labels=name'],
      ['2.0.0 in English', 'csv', '&labels=name&language=en'],
      ['2.0.0 with keys', 'csv', '&keys=both'],
      ['1.0.0', 'sdmx-csv-1', ''],
    ])('SDMX-CSV %s: nothing is asked, refused or changed', async (_what, format, parameters) => {
      const { body: file } = await app.ask<string>(`/sdmx/data/OBSERVATIONS?format=${format}${parameters}`);
      const rows = file.split('\r\n').length - 2;
      const { body: flat } = await app.ask<ObservationRow[]>('/api/v1/observations');
      const reported = flat.filter(({ computed }) => !computed).length;
      expect([rows, reported > 200]).toEqual([flat.length, true]);
      const report = await dryRun(file);
      expect(report.rejections).toEqual([]);
      expect([report.state, report.questions, report.warnings]).toEqual(['validated', [], []]);
      expect(report.rows).toMatchObject({ unchanged: reported, inserted: 0, revised: 0, rejected: 0 });
      expect([report.rows.read, report.rows.missing]).toEqual([reported, rows - reported]);
    });

    it('computed values too, which are passed over', async () => {
      const { body: indicator } = await app.ask<Record<string, unknown>>('/api/v1/indicators/hsr_length');
      const put = await app.ask('/api/v1/indicators/freight_per_head', {
        method: 'PUT',
        body: JSON.stringify({
          ...indicator,
          code: 'freight_per_head',
          name: { zh: '人均货邮', en: 'Freight per head' },
          kind: 'flow',
          unit: { zh: '吨/人', en: 'tonnes per person' },
          decimals: 4,
          formula: 'airport_cargo_throughput / resident_population',
        }),
      });
      expect([put.status, put.body]).toMatchObject([200, {}]);
      const computed = await data('/sdmx/v2/data/dataflow/*/OBSERVATIONS/1.0/A.freight_per_head');
      expect(read(computed).length).toBeGreaterThan(0);
      expect(
        computed.data.structures[0]!.attributes.observation.find((one) => one.id === 'COMPUTED')?.values,
      ).toMatchObject([{ id: 'F' }]);
      const { body: file } = await app.ask<string>('/sdmx/data/OBSERVATIONS?format=csv');
      expect(file).toContain('freight_per_head');
      const { body: flat } = await app.ask<ObservationRow[]>('/api/v1/observations');
      const report = await dryRun(file);
      expect([report.state, report.rows.inserted, report.rows.revised, report.rows.missing]).toEqual([
        'validated',
        0,
        0,
        flat.filter((row) => row.computed).length,
      ]);
      const { body: without } = await app.ask<string>('/sdmx/data/OBSERVATIONS?format=csv&computed=false');
      expect(without).not.toContain('freight_per_head');
    });
  });
});
