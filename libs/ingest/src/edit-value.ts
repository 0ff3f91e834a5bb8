import { createHash } from 'node:crypto';
import { AppError, type FieldFault, type ValueEdit, type ValueEditReport } from '#contract';
import { affectedTargets, movesBetween, recordJudgements, statusesNow } from '#monitoring';
import {
  addAuditEntry,
  beginImport,
  dayNumber,
  finishImport,
  inTransaction,
  lockJudgement,
  mergeStaged,
  ObservationLoad,
  readValueInForce,
  type Caller,
  type Database,
  type Tx,
  type ValueInForce,
} from '#storage';
import { formatPeriod } from '#time-period';
import type { CellFault } from './cell-fault.js';
import type { Columns } from './header.js';
import { inTurn } from './in-turn.js';
import { interpretRow, type ObservationDraft } from './interpret-row.js';
import { readReference, type Reference } from './reference.js';
import { sanityWarnings } from './sanity/sanity-warnings.js';
import { SeriesNumbers } from './series-numbers.js';

/** A value that a person types: of which indicator, what, and whether only to be told what it would do. */
export interface TypedValue extends ValueEdit {
  readonly indicator: string;
  readonly dryRun: boolean;
}

export interface EditContext {
  readonly caller: Caller;
  readonly now: Date;
  /** IANA name of the zone of "today". */
  readonly timeZone: string;
}

/** The format of an import that is one value typed by a person. */
export const typedFormat = 'typed';

/**
 * Corrects or adds one value, in one transaction, as an import of one row: under the same rules as a row of a file, with
 * the same checks, and the verdicts that it changes with it. The former value stays as a vintage, the reason stands
 * as the new one's comment. It is undone as imports are. A dry run leaves nothing.
 *
 * @throws AppError not-permitted when the caller may not write the indicator or the area; invalid-value with every other
 * fault, at its field; conflict when the value in force is not the one that the editor saw.
 */
export function editValue(
  database: Database,
  typed: TypedValue,
  context: EditContext,
): Promise<ValueEditReport> {
  return inTurn(database, async () => {
    try {
      return await inTransaction(database, async (tx) => {
        const report = await carryOut(tx, typed, context);
        if (typed.dryRun) throw new RolledBack({ ...report, import: null });
        return report;
      });
    } catch (signal) {
      if (signal instanceof RolledBack) return signal.report;
      throw signal;
    }
  });
}

/** Carries a report out of a transaction that is rolled back on purpose: a signal, not an error. */
class RolledBack {
  constructor(readonly report: ValueEditReport) {}
}

async function carryOut(tx: Tx, typed: TypedValue, context: EditContext): Promise<ValueEditReport> {
  const { caller, now, timeZone } = context;
  // A statement of its own, so that the ones after it see what the holder before it committed.
  await lockJudgement(tx);
  const reference = await readReference(tx, caller, now, timeZone);
  const draft = draftOf(typed, reference);
  const body = JSON.stringify(typed);
  const period = formatPeriod(draft.period);
  const file = {
    name: `${draft.series.indicator} ${draft.series.area} ${period}`,
    bytes: Buffer.byteLength(body),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
  const importId = await beginImport(tx, {
    createdAt: now,
    uploadedBy: caller.name,
    dryRun: false,
    onError: 'reject',
    file,
  });

  const load = await ObservationLoad.begin(tx, importId);
  const numbers = new SeriesNumbers(tx, load);
  const series = await numbers.of(draft.series);
  const former = await readValueInForce(tx, series.id, draft.period.start);
  refuseUnseen(typed, former);
  await numbers.createNew();
  const judging = { asOf: now, timeZone, targetCodes: await affectedTargets(tx, [series.id]) };
  const statuses = await statusesNow(tx, judging);
  load.add(series, {
    ...draft,
    start: dayNumber(draft.period.start),
    end: dayNumber(draft.period.end),
    line: null,
    column: '',
    columnLetters: null,
  });
  await load.finish();
  const merged = await mergeStaged(tx, load);
  if (merged.inserted + merged.revised === 0)
    throw invalid([
      {
        path: 'value',
        code: 'unchanged',
        message: 'This is the value and the status that are known already.',
      },
    ]);

  const warnings = await sanityWarnings(tx, {
    importId,
    landed: [{ line: 0, seriesId: series.id, periodStart: draft.period.start }],
    reference,
  });
  await recordJudgements(tx, {
    now,
    timeZone,
    cause: 'import',
    importId,
    seriesIds: merged.touchedSeries,
  });
  const verdictChanges = movesBetween(statuses, await statusesNow(tx, judging));
  const { value, status } = draft;
  await finishImport(tx, {
    id: importId,
    state: 'applied',
    file: { ...file, format: typedFormat, encoding: 'utf-8', layout: '' },
    understood: null,
    questions: [],
    preview: [
      {
        line: 1,
        column: '',
        indicator: draft.series.indicator,
        area: draft.series.area,
        period,
        breakdown: { ...draft.series.breakdown },
        value,
        unit: reference.indicators.get(draft.series.indicator)?.unit.zh ?? '',
        status,
        written: typed.value,
        reason: typed.reason,
      },
    ],
    rows: {
      read: 1,
      inserted: merged.inserted,
      revised: merged.revised,
      unchanged: 0,
      duplicate: 0,
      rejected: 0,
      missing: 0,
    },
    rejectionCount: 0,
    warnings,
    verdictChanges,
    failure: null,
    preamble: [],
    excerpt: null,
  });
  await addAuditEntry(tx, {
    at: now,
    who: caller.name,
    action: 'edit-value',
    subject: `import ${importId}`,
    details: {
      ...draft.series,
      period,
      from: former && { value: former.value, status: former.status },
      to: { value, status },
      reason: typed.reason,
    },
  });
  return {
    dryRun: typed.dryRun,
    import: importId,
    period,
    value,
    status,
    former: former && { value: former.value, status: former.status },
    warnings,
    verdictChanges,
  };
}

/** Reads what was typed as a row of a file is read, so that both are under the same rules. */
function draftOf(typed: TypedValue, reference: Reference): ObservationDraft {
  // By code alone: what a file may call by a name is chosen from a list on the page.
  const unknown = [
    ...(reference.indicators.has(typed.indicator) ? [] : [`indicator ${typed.indicator}`]),
    ...(reference.areas.some(({ code }) => code === typed.area) ? [] : [`area ${typed.area}`]),
  ];
  if (unknown.length > 0) throw new AppError('unknown-name', `There is no ${unknown.join(', no ')}.`);
  const { cells, columns } = rowOf(typed);
  const row = interpretRow(cells, columns, reference);
  if (row.faults === null) return row.draft;
  const forbidden = row.faults.filter(({ code }) => code === 'not-permitted');
  if (forbidden.length > 0)
    throw new AppError('not-permitted', forbidden.map(({ message }) => message).join('；'));
  throw invalid(row.faults.map(fieldFault));
}

function rowOf(typed: TypedValue): { cells: string[]; columns: Columns } {
  const { indicator, area, period, value, status, reason, source } = typed;
  const own = { indicator, ref_area: area, time_period: period, obs_value: value, obs_status: status };
  const first = Object.entries({ ...own, comment: reason });
  const dimensions = Object.entries(typed.breakdown);
  const names = [...first.map(([name]) => name), ...dimensions.map(([name]) => name), 'source_title'];
  return {
    cells: [...first.map(([, text]) => text), ...dimensions.map(([, code]) => code), source],
    columns: {
      names,
      at: Object.fromEntries(first.map(([name], at) => [name, at])),
      dimensions: dimensions.map(([dimension], at) => ({ dimension, at: first.length + at })),
      spoken: [],
      sources: [{ name: 'source_title', at: names.length - 1 }],
      unnamed: [],
    },
  };
}

const fieldOf: Readonly<Record<string, string>> = {
  ref_area: 'area',
  time_period: 'period',
  obs_value: 'value',
  obs_status: 'status',
  comment: 'reason',
  source_title: 'source',
};

function fieldFault({ column, code, message }: CellFault): FieldFault {
  return { path: fieldOf[column] ?? `breakdown.${column}`, code, message };
}

function invalid(faults: readonly FieldFault[]): AppError {
  return new AppError('invalid-value', faults.map(({ message }) => message).join('；'), faults);
}

/** Somebody else may have changed the value since the editor saw it: nobody overwrites what they have not seen. */
function refuseUnseen({ seen }: TypedValue, former: ValueInForce | null): void {
  if (former === null && seen === null) return;
  if (former === null)
    throw new AppError(
      'conflict',
      `这个数值已被撤回，现在没有数值。The value was taken back meanwhile; there is none now.`,
    );
  const { value, status, knownFrom, by, at } = former;
  const isSame =
    seen !== null &&
    seen.value === value &&
    seen.status === status &&
    new Date(seen.knownFrom).getTime() === knownFrom.getTime();
  if (isSame) return;
  throw new AppError(
    'conflict',
    `${by} 已于 ${at.toISOString()} 把这个数值改为 ${value}（${status}），请看过后再决定。` +
      `${by} changed it to ${value} (${status}) meanwhile; look at it before you decide.`,
  );
}
