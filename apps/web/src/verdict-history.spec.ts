import type { VerdictChange } from '#contract';
import { changesStatus, firstBasis, historiesUntil } from './verdict-history';

const change = (asOf: string) => ({ asOf, from: null, to: 'onTrack' }) as VerdictChange;
const [early, late] = [change('2020-02-17T15:59:59.999Z'), change('2021-09-29T16:00:00.000Z')];

describe('the history of a verdict', () => {
  it('ends on the day of the page, counted in the service’s calendar', () => {
    const histories = { recorded: [late], retraced: [late, early] };
    expect(historiesUntil(histories, '2021-09-29')).toEqual({ recorded: [], retraced: [early] });
    expect(historiesUntil(histories, '2021-09-30')).toEqual(histories);
    expect(historiesUntil(histories, null)).toEqual(histories);
  });

  it('shows the record first only where that tells of a change, or where nothing can be retraced', () => {
    expect(firstBasis({ recorded: [late, early], retraced: [early] })).toBe('recorded');
    expect(firstBasis({ recorded: [late], retraced: [late, early] })).toBe('retraced');
    expect(firstBasis({ recorded: [late], retraced: [] })).toBe('recorded');
  });

  it('tells a change of status from new numbers under the same one', () => {
    expect(changesStatus({ from: null, to: 'notAssessed' })).toBe(true);
    expect(changesStatus({ from: 'atRisk', to: 'offTrack' })).toBe(true);
    expect(changesStatus({ from: 'onTrack', to: 'onTrack' })).toBe(false);
  });
});
