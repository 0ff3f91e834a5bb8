import { mondayToFriday } from '../calendar.js';
import type { Evaluation } from '../condition.js';
import { unborn, type Episode, type Life } from '../life.js';
import type { About } from '../rule.js';
import { nothing, type Moment, type Tally } from '../span.js';

/** A moment of a sweep, a minute after the one before. */
export const at = (sweep: number, more: Partial<Moment> = {}): Moment => ({
  at: new Date(Date.UTC(2026, 10, 23) + sweep * 60_000).toISOString(),
  day: '2026-11-23',
  sweep,
  releases: 0,
  calendar: mondayToFriday,
  ...more,
});

/** An evaluation that says so. */
export const said = (state: Evaluation['state'], rank: number | null = null): Evaluation => ({
  state,
  reason: { true: 'beyond', false: 'within', noData: 'no-value', error: 'error' }[
    state
  ] as Evaluation['reason'],
  numbers: {},
  rank,
  status: null,
});

export const episode = (about: About, more: Partial<Episode> = {}): Episode => ({
  number: 1,
  about,
  startsAt: at(0).at,
  endsAt: null,
  revision: 0,
  changedAt: at(0).at,
  rank: 3,
  numbers: {},
  acknowledged: null,
  ...more,
});
export const after = (state: Evaluation['state'], life: Partial<Life>): Life => ({
  ...unborn,
  last: { state, mark: { sweep: 10, day: '2026-11-23', releases: 0 } },
  ...life,
});
const blindFor = (lasted: Tally): Life['blind'] => ({
  state: 'noData',
  reason: 'no-value',
  since: at(0).at,
  lasted,
});
export const tally = (sweeps: number): Tally => ({ ...nothing, sweeps });
const acknowledged = { by: 'li', at: at(5).at };

/** Every state an alert can be in, given how long what counts in it has lasted. */
export const lives: Record<string, (lasted: number) => Life> = {
  inactive: () => after('false', {}),
  'pending, true': (n) => after('true', { state: 'pending', held: tally(n) }),
  'pending, true, then blind': (n) =>
    after('noData', { state: 'pending', held: tally(n), blind: blindFor(tally(n)) }),
  'pending, blind': (n) => after('noData', { state: 'pending', blind: blindFor(tally(n)) }),
  firing: (n) => after('true', { state: 'firing', held: tally(n), episode: episode('condition') }),
  'firing, over': (n) =>
    after('false', { state: 'firing', held: tally(9), over: tally(n), episode: episode('condition') }),
  'firing, blind': (n) =>
    after('noData', {
      state: 'firing',
      held: tally(9),
      blind: blindFor(tally(n)),
      episode: episode('condition'),
    }),
  acknowledged: (n) =>
    after('true', { state: 'acknowledged', held: tally(n), episode: episode('condition', { acknowledged }) }),
  'acknowledged, over': (n) =>
    after('false', {
      state: 'acknowledged',
      held: tally(9),
      over: tally(n),
      episode: episode('condition', { acknowledged }),
    }),
  'firing about blindness': (n) =>
    after('noData', {
      state: 'firing',
      blind: blindFor(tally(n)),
      episode: episode('noData', { rank: null }),
    }),
  'acknowledged about blindness': (n) =>
    after('noData', {
      state: 'acknowledged',
      blind: blindFor(tally(n)),
      episode: episode('noData', { rank: null, acknowledged }),
    }),
  'firing about blindness after true': (n) =>
    after('noData', {
      state: 'firing',
      held: tally(n),
      blind: blindFor(tally(9)),
      episode: episode('noData', { rank: null }),
    }),
  'acknowledged, blind': (n) =>
    after('noData', {
      state: 'acknowledged',
      held: tally(9),
      blind: blindFor(tally(n)),
      episode: episode('condition', { acknowledged }),
    }),
  'pending, true, after an episode': (n) =>
    after('true', {
      state: 'pending',
      held: tally(n),
      episode: episode('condition', { endsAt: at(9).at }),
    }),
  resolved: () => after('false', { state: 'resolved', episode: episode('condition', { endsAt: at(9).at }) }),
};
