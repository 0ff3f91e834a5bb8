import { dataJson } from './data-json.js';
import { sdmxSeries } from './sdmx-series.js';
import { computed, pages, query, stored, structure, textOf } from './test/sample-structure.js';

interface Component {
  readonly id: string;
  readonly values?: readonly { id?: string; value?: string; name?: string; start?: string; end?: string }[];
}
interface Message {
  readonly meta: object;
  readonly data: {
    readonly dataSets: readonly {
      readonly series?: Record<string, { attributes?: unknown[]; observations: Record<string, unknown[]> }>;
      readonly observations?: Record<string, unknown[]>;
    }[];
    readonly structures: readonly {
      readonly dimensions: Record<'series' | 'observation', readonly Component[]>;
      readonly attributes: Record<'series' | 'observation', readonly Component[]>;
    }[];
  };
}

const write = async (parameters = '') => {
  const asked = query('*', parameters);
  const rows = pages([
    stored('1', '2019', '10'),
    stored('1', '2020', '12345678901234567890.50', { comment: '注', status: 'P' }),
    stored('2', '2020', '240', { indicator: 'travel', breakdown: { to: '110000' } }),
  ]);
  const series = sdmxSeries(rows, [computed('2021', '-1.5')], asked, structure);
  const sets = (async function* () {
    yield { validFrom: null, series };
  })();
  const head = {
    prepared: new Date('2021-05-01T00:00:00Z'),
    language: 'en',
    timeZone: 'Asia/Shanghai',
  } as const;
  return textOf(dataJson(sets, structure, asked, head));
};
const codes = (component: Component) => component.values?.map(({ id, value }) => id ?? value);

describe('SDMX-JSON', () => {
  it('has series with their values by the numbers of their codes', async () => {
    const { data } = JSON.parse(await write()) as Message;
    expect(data.dataSets[0]?.series).toEqual({
      '0:0:0:0:0': {
        attributes: [0, 0, 2],
        observations: {
          '0': [10, 0, '2021-03-01T00:00:00.000Z'],
          '1': [Number('12345678901234567890.5'), 1, '2021-03-01T00:00:00.000Z', '注'],
          '2': [-1.5, 0, '2021-03-01T00:00:00.000Z', null, 0],
        },
      },
      '0:1:0:0:1': { attributes: [1, 0, 0], observations: { '1': [240, 0, '2021-03-01T00:00:00.000Z'] } },
    });
    const [{ dimensions, attributes }] = data.structures as [Message['data']['structures'][number]];
    expect(dimensions.series.map((one) => [one.id, codes(one)])).toEqual([
      ['FREQ', ['A']],
      ['INDICATOR', ['cargo', 'travel']],
      ['REF_AREA', ['610100']],
      ['ACCUMULATION', ['P']],
      ['TO', ['_Z', '110000']],
    ]);
    expect(dimensions.observation[0]?.values?.[0]).toEqual({
      value: '2019',
      start: '2018-12-31T16:00:00.000Z',
      end: '2019-12-31T15:59:59.999Z',
    });
    expect(attributes.series.map((one) => [one.id, codes(one)])).toEqual([
      ['UNIT_MEASURE', ['10,000 tonnes', 'minutes']],
      ['UNIT_MULT', undefined],
      ['DECIMALS', undefined],
    ]);
    expect(attributes.observation.map((one) => [one.id, codes(one)])).toEqual([
      ['OBS_STATUS', ['A', 'P']],
      ['LAST_UPDATE', undefined],
      ['COMMENT_OBS', undefined],
      ['COMPUTED', ['F']],
    ]);
  });

  it('has the decimals just as they are stored', async () => {
    expect(await write()).toContain('"1":[12345678901234567890.50,1,');
  });

  it('has no series where all dimensions are at the observation', async () => {
    const { data } = JSON.parse(
      await write('dimensionAtObservation=AllDimensions&attributes=OBS_STATUS'),
    ) as Message;
    expect(data.dataSets[0]?.observations).toEqual({
      '0:0:0:0:0:0': [10, 0],
      '0:0:0:0:0:1': [Number('12345678901234567890.5'), 1],
      '0:0:0:0:0:2': [-1.5, 0],
      '0:1:0:0:1:1': [240, 0],
    });
    expect(data.structures[0]?.dimensions.observation.map(({ id }) => id)).toEqual([
      'FREQ',
      'INDICATOR',
      'REF_AREA',
      'ACCUMULATION',
      'TO',
      'TIME_PERIOD',
    ]);
  });
});
