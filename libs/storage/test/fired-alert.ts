import {
  addAssessments,
  inTransaction,
  openAlert,
  readTargets,
  saveAlertRule,
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
      });
    const open = async (rule: string) => {
      await saveAlertRule(tx, { name: rule, level: 'offTrack', enabled: true });
      return openAlert(tx, {
        rule,
        targetCode: target!.code,
        organisation: target!.organisation,
        fingerprint: rule,
        status: 'offTrack',
        from: 'onTrack',
        startsAt: at,
        assessment: assessment!,
      });
    };
    return { alerts: [await open('off-track'), await open('worse')], receivers };
  });
}
