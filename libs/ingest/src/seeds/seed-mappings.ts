import { plainNumber, wholeNumber } from './seed-reading.js';
import { isRecord } from './seed-yaml.js';

type Mapping = Record<string, unknown>;

/** The YAML reader leaves numbers as typed text; these keys are whole numbers to the schema. */
export function preparePlan(raw: Mapping): unknown {
  return { ...raw, baseYear: wholeNumber(raw['baseYear']) };
}

export function prepareTask(raw: Mapping): unknown {
  return { ...raw, number: wholeNumber(raw['number']) };
}

/**
 * A target may leave out what it does not have: a breakdown, a number, an upper edge, a baseline, thresholds of its own,
 * what it reads a zero as, milestones, a note.
 */
export function prepareTarget(raw: Mapping): unknown {
  const { baseline, clause } = raw;
  return {
    ...raw,
    breakdown: raw['breakdown'] ?? {},
    value: raw['value'] ?? null,
    upper: raw['upper'] ?? null,
    baseline: isRecord(baseline) ? { ...baseline, value: baseline['value'] ?? null } : (baseline ?? null),
    thresholds: raw['thresholds'] ?? null,
    zeroAs: raw['zeroAs'] ?? null,
    milestones: raw['milestones'] ?? [],
    clause: isRecord(clause) ? { ...clause, task: wholeNumber(clause['task']) } : clause,
    note: raw['note'] ?? null,
  };
}

/** Of rules and settings of alerts the keys that are numbers to the schema, wherever they stand. */
const alertNumbers = new Set([
  'sweeps',
  'days',
  'workingDays',
  'releases',
  'probability',
  'recoverAt',
  'share',
  'absolute',
  'threshold',
  'groupWaitSeconds',
  'groupIntervalSeconds',
  'repeatSeconds',
  'afterWorkingDays',
  'everySeconds',
  'staleAfterSeconds',
]);

/** A rule of alerts, or their settings. */
export function prepareAlertData(raw: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      key,
      alertNumbers.has(key) ? plainNumber(value) : withinAlertData(value),
    ]),
  );
}

function withinAlertData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withinAlertData);
  return isRecord(value) ? prepareAlertData(value) : value;
}
