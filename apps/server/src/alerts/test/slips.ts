import { assess } from '#assessment';
import { type AlertMessage, targetSpecOf } from '#monitoring';
import { parsePeriod } from '#time-period';
import { day, publishedRoutes, routesPlan } from '../../../../../libs/monitoring/test/routes-plan.js';

const target = first(routesPlan.targets);
const indicator = first(routesPlan.indicators);
const area = first(routesPlan.areas);
const organisation = first(routesPlan.organisations);

/** What is said about the plan's first target, judged as of a day on what was published by then. */
function message(
  asOf: string,
  { from, endsAt = null }: { from: AlertMessage['from']; endsAt?: string | null },
): AlertMessage {
  const known = publishedRoutes.filter((row) => row.knownFrom <= day(asOf)).map(observationOf);
  const verdict = assess(targetSpecOf(target, indicator), known, asOf);
  const startsAt = day('2019-03-01').toISOString();
  return {
    alert: { id: 7, rule: 'off-track', fingerprint: '0123456789abcdef', startsAt, endsAt },
    target,
    indicator,
    area,
    organisation,
    from,
    to: verdict.status,
    verdict,
  };
}

function observationOf(row: (typeof publishedRoutes)[number]) {
  const period = parsePeriod(row.period);
  if (!period) throw new Error(`${row.period} is no period`);
  return { period, value: Number(row.value), status: 'A' };
}

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the routes plan has lost a part');
  return item;
}

/** 64 routes in 2018 were too few for half of the time. */
export const slipped = message('2019-03-01', { from: 'atRisk' });

/** 88 routes in 2019 were ahead of time again. */
export const recovered = message('2020-02-17', {
  from: 'offTrack',
  endsAt: day('2020-02-17').toISOString(),
});

/** 92 routes in 2021-09 showed that the 100 of 2020 had not been reached. */
export const missed = message('2021-10-01', { from: 'onTrack' });
