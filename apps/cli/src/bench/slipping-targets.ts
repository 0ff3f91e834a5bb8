import type { Rule } from '#alerting';
import type { Catalogue } from '#contract';
import { inTransaction, loadSampleSeries, loadSampleTargets, saveAlertRule, type Database } from '#storage';
import type { Day } from '#time-period';
import type { SamplePlan } from './sample-plan.js';
import { firstMonth, monthsPerTarget, sampleCatalogue, sampleTargets } from './sample-targets.js';

/** Loaded at a time. */
const portion = 1000;

/** A sample target that is on track until the newest value of its series falls. */
export interface SlippingTarget {
  readonly code: string;
  readonly seriesId: string;
  readonly indicator: string;
  readonly area: string;
}

/**
 * Loads so many sample targets and the rule that they slip over. Each of the first `alone` has an organisation, and so
 * by the usual grouping a message, of its own; the others share the plan's own organisations.
 */
export async function loadSlippingTargets(
  database: Database,
  plan: SamplePlan,
  { count, alone }: { readonly count: number; readonly alone: number },
  today: Day,
): Promise<SlippingTarget[]> {
  await inTransaction(database, (tx) => saveAlertRule(tx, rule, { at: new Date(), by: 'bench' }));
  const shared = plan.catalogue.organisations.map(({ code }) => code);
  const months = { first: firstMonth(today, monthsPerTarget), count: monthsPerTarget };
  const due = String(Number(today.slice(0, 4)) + 1);
  const loaded: SlippingTarget[] = [];
  for (let from = 0; from < count; from += portion) {
    const some = sampleTargets(plan, { from, count: Math.min(portion, count - from) }, today).map(
      ({ target, series }, offset) => ({
        series,
        target: {
          ...target,
          due: target.frequency === 'A' ? due : `${due}-12`,
          operator: 'atLeast' as const,
          // Reached already, however far the sample's course goes down.
          value: String(Math.round(series.level / 2)),
          upper: null,
          method: 'attainment' as const,
          trajectory: 'linear' as const,
          milestones: [],
          organisation:
            from + offset < alone
              ? organisationAlone(from + offset)
              : shared[(from + offset) % shared.length]!,
        },
      }),
    );
    await inTransaction(database, (tx) =>
      loadSampleTargets(
        tx,
        some.map(({ target }) => target),
      ),
    );
    const ids = await loadSampleSeries(
      database,
      some.map(({ series }) => series),
      months,
    );
    for (const [index, { target }] of some.entries()) {
      const { code, indicator, area } = target;
      loaded.push({ code, indicator, area, seriesId: ids[index] ?? '' });
    }
  }
  await database.query('vacuum analyze');
  return loaded;
}

/** The sample catalogue with so many organisations that have one target each. */
export function slippingCatalogue(plan: SamplePlan, alone: number): Catalogue {
  const catalogue = sampleCatalogue(plan);
  const organisations = Array.from({ length: alone }, (_, index) => ({
    code: organisationAlone(index),
    name: { zh: `样例单位 ${index + 1}`, en: `Sample organisation ${index + 1}` },
    kind: 'department' as const,
    members: [],
    areas: [],
    note: null,
  }));
  return { ...catalogue, organisations: [...catalogue.organisations, ...organisations] };
}

const organisationAlone = (index: number): string => `sample-organisation-${index + 1}`;

const text = { summary: '{{target}}: {{before}} → {{now}}', description: '{{value}}; {{organisation}}' };
const rule: Rule = {
  name: 'sample-slip',
  version: 1,
  enabled: true,
  condition: { kind: 'statusWorsens', level: 'atRisk' },
  matchers: [],
  for: { sweeps: 0 },
  noDataFor: { days: 183 },
  keepFiring: { sweeps: 0 },
  severity: 'warning',
  texts: { zh: text, en: text },
};
