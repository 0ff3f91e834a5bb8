import {
  addAssessments,
  inTransaction,
  readTargets,
  saveAlertRule,
  saveEpisodes,
  saveReceiver,
  type Database,
} from '../src/index.js';

/** An assessment of the sample's target, alerts on it and receivers of them, to hang deliveries on. */
export interface FiredAlerts {
  /** Ids of two alerts. */
  readonly alerts: readonly [number, number];
  readonly receivers: readonly ['everybody', 'xian'];
}

/** Fires two alerts of two rules about the sample's target. */
export function fireAlerts(database: Database): Promise<FiredAlerts> {
  return inTransaction(database, async (tx) => {
    const [target] = await readTargets(tx);
    const at = new Date('2020-03-01');
    const [assessment] = await addAssessments(tx, [
      {
        targetId: target!.id,
        targetCode: target!.code,
        asOf: at,
        recordedAt: at,
        status: 'offTrack',
        previousStatus: 'onTrack',
        cause: 'sweep',
        importId: null,
        verdict: {},
      },
    ]);
    const receivers = ['everybody', 'xian'] as const;
    for (const name of receivers)
      await saveReceiver(tx, {
        name,
        channel: 'webhook',
        url: 'http://127.0.0.1:9/',
        organisations: [],
        enabled: true,
        digest: null,
        quiet: null,
        maxAlerts: 20,
      });
    const open = async (rule: string) => {
      const texts = { summary: '{{target}}', description: '{{organisation}}' };
      await saveAlertRule(
        tx,
        {
          name: rule,
          version: 1,
          enabled: true,
          condition: { kind: 'statusWorsens', level: 'offTrack' },
          matchers: [],
          for: { sweeps: 0 },
          noDataFor: { days: 1 },
          keepFiring: { sweeps: 0 },
          severity: 'warning',
          texts: { zh: texts, en: texts },
        },
        { at, by: 'spec' },
      );
      const [id] = await saveEpisodes(tx, [
        {
          rule,
          ruleVersion: 1,
          subject: `target/${target!.code}`,
          target: target!.code,
          organisation: target!.organisation,
          state: 'firing',
          fingerprint: rule,
          episode: 1,
          revision: 0,
          about: 'condition',
          severity: 'warning',
          labels: { target: target!.code, organisation: target!.organisation },
          names: {},
          numbers: {},
          status: 'offTrack',
          from: 'onTrack',
          startsAt: at.toISOString(),
          changedAt: at.toISOString(),
          endsAt: null,
          assessment: assessment!,
        },
      ]);
      return id!;
    };
    return { alerts: [await open('off-track'), await open('worse')], receivers };
  });
}
