import { AppError } from '#contract';
import { parsePeriod } from '#time-period';
import { filterOf, wantsObservation } from './data-query.js';
import { query, structure } from './test/sample-structure.js';

describe('a data query', () => {
  it.each([
    ['updatedAfter=2020-01-01', 'not-implemented'],
    ['sort=TIME_PERIOD', 'not-implemented'],
    ['dimensionAtObservation=REF_AREA', 'not-implemented'],
    ['startperiod=2020', 'invalid-request'],
    ['startPeriod=soon', 'invalid-request'],
    ['c[COLOUR]=red', 'invalid-request'],
    ['c[TIME_PERIOD]=ge:soon', 'invalid-request'],
    ['c[FREQ]=', 'invalid-request'],
    ['lastNObservations=0', 'invalid-request'],
    ['lastNObservations=-1', 'invalid-request'],
    ['attributes=COLOUR', 'invalid-request'],
    ['measures=COLOUR', 'invalid-request'],
    ['detail=some', 'invalid-request'],
    ['includeHistory=yes', 'invalid-request'],
    ['asOf=soon', 'invalid-as-of'],
    ['c[OBS_VALUE]=ge:many', 'invalid-request'],
  ])('%s is refused: %s', (parameters, code) => {
    try {
      query('*', parameters);
      throw new Error('nothing was refused');
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toBe(code);
    }
  });

  it('knows a period by any spelling', () => {
    const year = { time: '2019', value: '1', status: 'A', period: parsePeriod('2019')! };
    for (const text of ['2019', '2019-A1'])
      expect(wantsObservation(query('*', `c[TIME_PERIOD]=${text}`), year)).toBe(true);
    for (const text of ['2019-12', 'ne:2019-A1', '2018', 'nonsense'])
      expect(wantsObservation(query('*', `c[TIME_PERIOD]=${text}`), year)).toBe(false);
  });

  it('has no observations to lay flat where only series are asked for', () => {
    const flat = 'dimensionAtObservation=AllDimensions';
    expect(query('*', flat).flat).toBe(true);
    expect(query('*', `${flat}&detail=serieskeysonly`).flat).toBe(false);
  });

  it('takes instants for bounds by their day', () => {
    expect(query('*', 'startPeriod=2020-03-01T00:00:00&endPeriod=2020')).toMatchObject({
      start: '2020-03-01',
      end: '2020-12-31',
    });
  });

  it.each([
    ['*', '', {}],
    ['A.cargo', '', { frequencies: ['A'], indicators: ['cargo'] }],
    ['A.cargo.610100,M.travel.*', '', { frequencies: ['A', 'M'], indicators: ['cargo', 'travel'] }],
    ['*', 'c[REF_AREA]=sw:6101', { areas: ['610100'] }],
    ['*.*.*.YTD', '', { accumulation: 'yearToDate' }],
    ['*.*.*.*.110000', '', { breakdown: { to: ['110000'] } }],
    ['*.*.*.*._Z', '', {}],
    ['*.none', '', { indicators: [] }],
    ['*', 'startPeriod=2020&endPeriod=2021', { from: '2020-01-01', to: '2021-12-31' }],
    ['*', 'asOf=2020-01-01T00:00:00Z', { asOf: new Date('2020-01-01T00:00:00Z') }],
  ])('asks the database no more than %s %s', (key, parameters, filter) => {
    expect(filterOf(query(key, parameters), structure)).toEqual(filter);
  });
});
