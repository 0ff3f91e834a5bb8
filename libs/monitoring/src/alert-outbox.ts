import type { Status } from '#assessment';
import type { Alert, Receiver } from '#contract';
import {
  addDelivery,
  openAlert,
  readAlertRules,
  readAlerts,
  readAreas,
  readAssessmentHistory,
  readOrganisations,
  readReceivers,
  resolveAlert,
  worsenAlert,
  type Tx,
} from '#storage';
import { alertMessage, fingerprintOf, type AlertMessage } from './alert-message.js';
import { decideAlert, type Decision } from './decide-alert.js';
import type { Judgement } from './judge.js';

/** A recorded verdict whose status is not the one recorded before it. */
export interface StatusMove {
  readonly judgement: Judgement;
  /** Id of the new verdict. */
  readonly assessment: number;
  /** null when none was recorded before. */
  readonly previous: Status | null;
  /** Whether its slips are told: see drivesAlerts. What is open is resolved all the same. */
  readonly drives: boolean;
}

export interface AlertCounts {
  readonly fired: number;
  readonly resolved: number;
}

/**
 * Puts every rule to every changed status: opens, worsens and resolves alerts, and promises a delivery to every
 * enabled receiver of the target's organisation. In the caller's transaction, so that verdict, alert and deliveries
 * land together or not at all.
 */
export async function alertOnMoves(tx: Tx, moves: readonly StatusMove[], now: Date): Promise<AlertCounts> {
  const counts = { fired: 0, resolved: 0 };
  if (moves.length === 0) return counts;
  const rules = await readAlertRules(tx);
  const openAlerts = await readOpenAlerts(
    tx,
    moves.map(({ judgement }) => judgement.target.code),
  );
  const receivers = (await readReceivers(tx)).filter((receiver) => receiver.enabled);
  const areas = new Map((await readAreas(tx)).map(({ code, name }) => [code, name]));
  const organisations = new Map((await readOrganisations(tx)).map(({ code, name }) => [code, name]));

  for (const move of moves) {
    const { target, verdict } = move.judgement;
    const area = areas.get(target.area);
    const organisation = organisations.get(target.organisation);
    // Foreign keys tie a target to both, and neither is ever deleted.
    if (!area || !organisation)
      throw new Error(`target ${target.code} names an unknown area or organisation`);
    const concerned = receivers.filter((receiver) => isConcerned(receiver, target.organisation));
    const previous = await lastAssessedStatus(tx, move);
    for (const rule of rules) {
      const open =
        openAlerts.find((alert) => alert.rule === rule.name && alert.target === target.code) ?? null;
      const { action } = decideAlert(previous, verdict.status, rule, open);
      const from = previous ?? open?.status;
      if (action === 'none' || from === undefined) continue;
      if (action !== 'resolve' && !move.drives) continue;
      const alert = await changeAlert(tx, action, open, { rule: rule.name, from, move, now });
      const message = alertMessage(alert, from, move.judgement, { area, organisation });
      await promiseDeliveries(tx, message, move.assessment, concerned, now);
      if (action === 'fire') counts.fired += 1;
      if (action === 'resolve') counts.resolved += 1;
    }
  }
  return counts;
}

/**
 * Ends the open alerts of a target that was withdrawn, and promises a delivery that says so to every enabled receiver
 * of its organisation.
 *
 * @param judgement its last verdict
 * @returns how many alerts ended
 */
export async function resolveAlertsOfWithdrawn(tx: Tx, judgement: Judgement, now: Date): Promise<number> {
  const { target, verdict } = judgement;
  const open = await readOpenAlerts(tx, [target.code]);
  if (open.length === 0) return 0;
  const concerned = (await readReceivers(tx)).filter(
    (receiver) => receiver.enabled && isConcerned(receiver, target.organisation),
  );
  const area = (await readAreas(tx)).find(({ code }) => code === target.area);
  const organisation = (await readOrganisations(tx)).find(({ code }) => code === target.organisation);
  if (!area || !organisation) throw new Error(`target ${target.code} names an unknown area or organisation`);
  const names = { area: area.name, organisation: organisation.name };
  for (const { id, rule, fingerprint, startsAt } of open) {
    await resolveAlert(tx, id, now);
    const alert = { id, rule, fingerprint, startsAt, endsAt: now.toISOString() };
    const message = { ...alertMessage(alert, verdict.status, judgement, names), withdrawn: true as const };
    await promiseDeliveries(tx, message, 'withdrawn', concerned, now);
  }
  return open.length;
}

function readOpenAlerts(tx: Tx, targets: readonly string[]): Promise<Alert[]> {
  return readAlerts(tx, { openOnly: true, targets, limit: Number.MAX_SAFE_INTEGER });
}

function isConcerned(receiver: Receiver, organisation: string): boolean {
  return receiver.organisations.length === 0 || receiver.organisations.includes(organisation);
}

/**
 * The status that a changed one is compared with. A target that was on track, could not be judged for a while (its due
 * value was not out yet) and is then found missed has slipped: the gap between must not swallow that.
 */
async function lastAssessedStatus(
  tx: Tx,
  { judgement, assessment, previous }: StatusMove,
): Promise<Status | null> {
  if (previous !== 'notAssessed' || judgement.verdict.status === 'notAssessed') return previous;
  const history = await readAssessmentHistory<Judgement['verdict']>(tx, judgement.target.code);
  const last = history.find(({ id, verdict }) => id < assessment && verdict.status !== 'notAssessed');
  return last?.verdict.status ?? previous;
}

/** Writes what was decided to the alert's row; returns the alert as messages name it. */
async function changeAlert(
  tx: Tx,
  action: Exclude<Decision['action'], 'none'>,
  open: Alert | null,
  { rule, from, move, now }: { rule: string; from: Status; move: StatusMove; now: Date },
): Promise<AlertMessage['alert']> {
  const { target, verdict } = move.judgement;
  if (!open) {
    const fingerprint = fingerprintOf(rule, target.code);
    const id = await openAlert(tx, {
      rule,
      targetCode: target.code,
      organisation: target.organisation,
      fingerprint,
      status: verdict.status,
      from,
      startsAt: now,
      assessment: move.assessment,
    });
    return { id, rule, fingerprint, startsAt: now.toISOString(), endsAt: null };
  }
  const { id, fingerprint, startsAt } = open;
  if (action === 'worsen') {
    await worsenAlert(tx, id, verdict.status, move.assessment);
    return { id, rule, fingerprint, startsAt, endsAt: null };
  }
  await resolveAlert(tx, id, now);
  return { id, rule, fingerprint, startsAt, endsAt: now.toISOString() };
}

/** Promises the message to each receiver, once per alert, occasion (a verdict's id) and receiver however often asked. */
async function promiseDeliveries(
  tx: Tx,
  message: AlertMessage,
  occasion: number | 'withdrawn',
  receivers: readonly Receiver[],
  now: Date,
): Promise<void> {
  const { id, endsAt } = message.alert;
  const kind = endsAt === null ? 'firing' : 'resolved';
  for (const { name } of receivers) {
    const key = `alert:${id}:${kind}:${occasion}:${name}`;
    await addDelivery(tx, { key, alert: id, receiver: name, kind, message, now });
  }
}
