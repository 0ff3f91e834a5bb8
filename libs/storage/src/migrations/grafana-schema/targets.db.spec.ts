import { severity, type Status, type Verdict } from '#assessment';
import type { RollUpBy } from '#contract';
import { judge, trajectoryOf } from '#monitoring';
import { parsePeriod, pointOf } from '#time-period';
import { rollUps } from '../../../../../apps/server/src/assessments/roll-ups.js';
import { statusWords } from '../../../../../apps/server/src/assessments/verdict-words.js';
import { createSeededDatabase, seededAt as now, seededZone } from '../../../test/seeded-database.js';
import { inTransaction, type Database } from '../../database.js';
import { readLatestAssessments } from '../../queries/assessments.js';
import { readAreas, readOrganisations, readPlan, readTasks } from '../../queries/catalogue.js';
import { readTargets, reviseTarget, withdrawTarget } from '../../queries/targets.js';

const timeZone = seededZone;

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createSeededDatabase());
});
afterAll(() => drop());

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => database.query(sql, parameters);

describe('the shipped targets, read through the schema grafana', () => {
  it('expects what the service draws for every target', async () => {
    const rows = await ask<{ target: string; time: Date; expected: number }>(
      'select target, time, expected from grafana.expected_path order by target, time',
    );
    const judgements = await judge(database.manager, { asOf: now, timeZone });
    const ours = judgements.flatMap((judgement) =>
      trajectoryOf(judgement, timeZone).points.map(({ time, expected }) => ({
        target: judgement.target.code,
        time,
        expected,
      })),
    );
    expect(rows.map(({ target, time }) => [target, time.getTime()])).toEqual(
      ours.map(({ target, time }) => [target, time]),
    );
    for (const [index, { expected }] of ours.entries())
      expect(Math.abs(rows[index]!.expected - expected)).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(expected)),
      );
    expect(ours.length).toBeGreaterThan(100);
  });

  it('has the newest recorded verdict of every target in force, with its numbers', async () => {
    const rows = await ask<Record<string, unknown>>('select * from grafana.verdicts order by target');
    const targets = await readTargets(database);
    const latest = new Map(
      (await readLatestAssessments<Verdict>(database)).map((one) => [one.targetCode, one]),
    );
    const timeOf = (text: string | undefined) => {
      const period = text === undefined ? null : parsePeriod(text);
      return period && new Date(pointOf(period, timeZone));
    };
    expect(rows).toEqual(
      targets.map((target) => {
        const { verdict, recordedAt } = latest.get(target.code)!;
        return expect.objectContaining({
          target: target.code,
          version: target.version,
          value: target.value === null ? null : Number(target.value),
          due: target.due,
          due_time: timeOf(target.due),
          status: verdict.status,
          severity: severity(verdict.status),
          reason_code: verdict.reason.code,
          observed_period: verdict.observed?.period ?? null,
          observed_time: timeOf(verdict.observed?.period),
          observed_value: verdict.observed?.value ?? null,
          expected: verdict.expected,
          pace: verdict.pace,
          achieved_share: verdict.achievedShare,
          elapsed_share: verdict.elapsedShare,
          required_rate: verdict.requiredRate,
          forecast_time: timeOf(verdict.forecast?.period),
          forecast_value: verdict.forecast?.value ?? null,
          forecast_lower: verdict.forecast?.lower ?? null,
          forecast_upper: verdict.forecast?.upper ?? null,
          forecast_probability: verdict.forecast?.probability ?? null,
          stale: verdict.stale !== null,
          provisional: verdict.provisional,
          disagreement: verdict.disagreement,
          recorded_at: recordedAt,
        });
      }),
    );
    expect(rows.some((row) => row['forecast_value'] !== null)).toBe(true);
  });

  it('tells how targets stood at an instant by what was recorded until then', async () => {
    const statuses = (day: string) =>
      ask<{ status: string; recorded: Date | null }>(
        'select status, recorded_at as recorded from grafana.verdicts_as_of($1) order by target',
        [new Date(day)],
      );
    const current = await ask<{ status: string }>(
      'select status, recorded_at as recorded from grafana.verdicts order by target',
    );
    expect(await statuses('2027-01-01')).toEqual(current);
    const before = await statuses('2026-11-01');
    expect(before.map(({ status, recorded }) => [status, recorded])).toEqual(
      current.map(() => ['notAssessed', null]),
    );
    expect(before.length).toBeGreaterThan(0);
  });

  it('has the targets of an instant as the service has them: one that was added later is in no day before', async () => {
    const shipped = await readTargets(database);
    const added = { ...shipped[0]!, code: 'added-later' };
    const at = new Date('2026-11-20T04:00:00Z');
    const change = { by: 'spec', now: at, firstValidFrom: null };
    await inTransaction(database, (tx) => reviseTarget(tx, added, change));
    for (const day of ['2000-01-01', '2026-11-20T03:59:59.999Z', '2026-11-20T04:00:00Z', '2026-11-23']) {
      const asOf = new Date(day);
      const rows = await ask<{ target: string }>('select target from grafana.verdicts_as_of($1) order by 1', [
        asOf,
      ]);
      const ours = (await readTargets(database, { asOf })).map(({ code }) => code);
      expect(rows.map(({ target }) => target)).toEqual(ours.toSorted());
      expect(ours.includes('added-later')).toBe(asOf >= at);
      expect(ours.length).toBeGreaterThanOrEqual(shipped.length);
    }
    await inTransaction(database, (tx) =>
      withdrawTarget(tx, 'added-later', { by: 'spec', reason: null, now: at }),
    );
  });

  const groupings: readonly RollUpBy[] = ['section', 'task', 'organisation', 'area', 'family'];
  it.each(groupings)('counts by %s as the roll-ups of the service do', async (by) => {
    const judgements = await judge(database.manager, { asOf: now, timeZone });
    const plan = (await readPlan(database))!;
    const ours = rollUps(judgements, by, {
      plan,
      tasks: await readTasks(database),
      organisations: await readOrganisations(database),
      areas: await readAreas(database),
    })!;
    const rows = await ask<Record<string, unknown>>('select * from grafana.scorecards where by = $1', [by]);
    const counted = ({ targets, assessed, shareAssessed, shareBehind, counts }: typeof ours.total) => ({
      targets,
      assessed,
      share_assessed: shareAssessed,
      share_behind: shareBehind,
      achieved: counts.achieved,
      on_track: counts.onTrack,
      at_risk: counts.atRisk,
      off_track: counts.offTrack,
      moving_away: counts.movingAway,
      missed: counts.missed,
      not_assessed: counts.notAssessed,
    });
    const byCode = (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a['code']) < String(b['code']) ? -1 : 1;
    expect(rows.toSorted(byCode)).toEqual(
      ours.groups
        .map((group) => ({
          by,
          code: group.key,
          name_zh: group.name.zh,
          name_en: group.name.en,
          ...counted(group),
        }))
        .toSorted(byCode),
    );
    expect(await ask(`select * from grafana.scorecards where by = 'plan'`)).toEqual([
      {
        by: 'plan',
        code: plan.code,
        name_zh: plan.title.zh,
        name_en: plan.title.en,
        ...counted(ours.total),
      },
    ]);
  });

  it('says statuses in the words of the service', async () => {
    const rows = await ask<{ status: Status }>('select * from grafana.statuses');
    expect(rows).toEqual(
      (Object.keys(statusWords) as Status[]).map((status) => ({
        status,
        status_zh: statusWords[status].zh,
        status_en: statusWords[status].en,
        severity: severity(status),
      })),
    );
  });
});
