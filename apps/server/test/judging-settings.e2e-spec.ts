import {
  targetSchema,
  type Catalogue,
  type Indicator,
  type Problem,
  type ScorecardRow,
  type Target,
  type VerdictChange,
  type WhatIfAnswer,
} from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

type TargetAnswer = Target & { version: number; verdict: ScorecardRow };

const code = 'vehicle-output-2035';
const path = `/api/v1/targets/${code}`;
let app: TestApplication;
/** As the built-in plan has it: judged by growth ratio, with values from 2018 on. */
let plain: Target;
let before: ScorecardRow;

beforeAll(async () => {
  app = await startTestApplication();
  const { body } = await app.ask<TargetAnswer>(path);
  plain = settable(body);
  before = body.verdict;
});
afterAll(() => app.close());

/** What of a stored target can be put: all but its version and its verdict. */
function settable(stored: TargetAnswer): Target {
  return Object.fromEntries(
    Object.entries(stored).filter(([key]) => Object.hasOwn(targetSchema.shape, key)),
  ) as unknown as Target;
}

let hour = 4;
/** Each change at an instant of its own. */
const put = <T>(to: string, body: object) => {
  hour += 1;
  app.setNow(`2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`);
  return app.ask<T>(to, { method: 'PUT', body: JSON.stringify(body) });
};
const faultsOf = ({ body }: { body: Problem }) =>
  body.errors?.map((error) => `${error.path}: ${error.message}`);

it('the built-in targets are judged by what is published for their methods', async () => {
  expect(before).toMatchObject({ method: 'growthRatio', reason: { code: 'pace' } });
  const { body: targets } = await app.ask<Target[]>('/api/v1/targets');
  expect(new Set(targets.map(({ thresholds, zeroAs }) => JSON.stringify([thresholds, zeroAs])))).toEqual(
    new Set(['[null,null]']),
  );
  const { body: rows } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
  expect(rows.filter(({ reason }) => 'ownThresholds' in reason || 'zeroAs' in reason)).toEqual([]);
});

it('thresholds of a target’s own make a new version, another verdict and a line of its history', async () => {
  const pace = before.pace!;
  const thresholds = { onTrack: pace + 1, atRisk: pace, offTrack: pace - 1 };
  const { status, body } = await put<TargetAnswer>(path, { ...plain, thresholds });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: 2,
    thresholds,
    verdict: { status: 'atRisk', pace, reason: { code: 'pace', thresholds, ownThresholds: true } },
  });
  expect(body.verdict.text.zh).toContain('本目标自定：达到');
  expect(body.verdict.text.en).toContain('a threshold of this target’s own');
  const others = ({ byMethod }: ScorecardRow) =>
    Object.entries(byMethod).filter(([method]) => method !== 'growthRatio');
  expect(others(body.verdict)).toEqual(others(before));

  const { body: history } = await app.ask<VerdictChange[]>(`${path}/history`);
  expect(history[0]).toMatchObject({
    from: before.status,
    to: 'atRisk',
    cause: 'catalogue',
    why: { code: 'target-changed' },
    verdict: { targetVersion: 2, reason: { thresholds } },
  });
  expect(history[1]?.verdict).toMatchObject({ targetVersion: 1, reason: before.reason });

  const whatIf = await app.ask<WhatIfAnswer>(`${path}/what-if`, { method: 'POST', body: '{}' });
  expect(whatIf.body.current).toMatchObject({ status: 'atRisk', reason: { ownThresholds: true } });

  const grafana = await app.ask<{ rows: unknown[][] }[]>('/grafana/query', {
    method: 'POST',
    body: JSON.stringify({
      range: { from: '2015-01-01T00:00:00Z', to: '2035-12-31T00:00:00Z' },
      targets: [{ refId: 'A', target: 'scorecard', payload: {} }],
    }),
  });
  expect(grafana.status).toBe(200);
  expect(JSON.stringify(grafana.body)).toContain(code);
});

it('a target that is put without them goes by the published ones again, and says so of each version', async () => {
  const { thresholds: _none, zeroAs: _neither, ...without } = plain;
  const { body } = await put<TargetAnswer>(path, without);
  expect(body).toMatchObject({ version: 3, thresholds: null, verdict: { status: before.status } });
  expect(body.verdict.reason).toEqual(before.reason);
  expect((await put<TargetAnswer>(path, without)).body.version).toBe(3);
  const { body: versions } = await app.ask<TargetAnswer[]>(`${path}/versions`);
  expect(versions.map(({ thresholds }) => thresholds?.atRisk ?? null)).toEqual([null, before.pace, null]);
});

it('refuses thresholds that go up, that are no numbers, or that mistake per cent for shares', async () => {
  const tried = (given: object) => put<Problem>(path, { ...plain, ...given });
  const upward = await tried({ thresholds: { onTrack: 0.5, atRisk: 0.9, offTrack: 0 } });
  expect(upward.status).toBe(400);
  expect(faultsOf(upward)).toEqual(['thresholds.atRisk: atRisk is over onTrack, 0.5']);
  const wordy = await tried({ thresholds: { onTrack: 'high', atRisk: 0.9, offTrack: 0 } });
  expect(faultsOf(wordy)).toEqual(['thresholds.onTrack: a plain decimal number']);
  const zero = await tried({ zeroAs: 0 });
  expect(faultsOf(zero)).toEqual(['zeroAs: what a zero is read as must be more than 0']);
  const large = await tried({ zeroAs: '0.5' });
  expect([large.status, large.body.code]).toEqual([422, 'invalid-catalogue']);
  expect(faultsOf(large)?.join()).toMatch(
    /^targets\.\d+\.zeroAs: 0\.5 is more than the least value of \d decimals/,
  );

  const { body: direction } = await app.ask<TargetAnswer>('/api/v1/targets/airport-passengers-2035');
  const perCent = await put<Problem>('/api/v1/targets/airport-passengers-2035', {
    ...settable(direction),
    thresholds: { onTrack: 1.5, atRisk: 0.5, offTrack: 0 },
  });
  expect(faultsOf(perCent)?.join()).toContain('1.5 % is 0.015');
});

it('a target that is beyond its baseline already is accepted with a warning', async () => {
  const put2020 = (value: string) =>
    put<TargetAnswer & { warnings: { code: string; message: string }[] }>('/api/v1/targets/beyond-2035', {
      ...plain,
      code: 'beyond-2035',
      value,
      baseline: { period: '2018', value: '62' },
    });
  const { body } = await put2020('50');
  expect(body.warnings).toEqual([
    {
      target: 'beyond-2035',
      code: 'baseline-beyond-target',
      message: expect.stringContaining('its baseline, 62 in 2018, is beyond at least 50 already') as string,
    },
  ]);
  expect((await put2020('300')).body.warnings).toEqual([]);
  await app.ask('/api/v1/targets/beyond-2035', { method: 'DELETE' });
});

it('a whole catalogue may carry them, and a dry run tells what they would change', async () => {
  const { body: targets } = await app.ask<TargetAnswer[]>('/api/v1/targets');
  const [plan, organisations, tasks, areas, indicators] = await Promise.all(
    ['plan', 'organisations', 'tasks', 'areas', 'indicators'].map(
      async (part) => (await app.ask<Record<string, unknown>[]>(`/api/v1/${part}`)).body,
    ),
  );
  const breakdownValues = [
    ...new Map(
      targets.flatMap(({ breakdown }) =>
        Object.entries(breakdown).map(([dimension, value]) => [
          `${dimension} ${value}`,
          { dimension, code: value, name: { zh: value, en: value } },
        ]),
      ),
    ).values(),
  ];
  const pace = before.pace!;
  const catalogue = {
    plan,
    organisations,
    // What has become of a task is no part of the plan.
    tasks: tasks!.map(({ reportCount: _count, newestReport: _report, projects: _projects, ...task }) => task),
    areas,
    breakdownValues,
    indicators,
    targets: targets.map((target) => ({
      ...settable(target),
      ...(target.code === code && { thresholds: { onTrack: pace + 2, atRisk: pace + 1, offTrack: pace } }),
    })),
  } as unknown as Catalogue;
  const { status, body } = await app.ask<{ targets: string[]; verdictChanges: object[] }>(
    '/api/v1/catalogue?dryRun=true',
    { method: 'POST', body: JSON.stringify(catalogue) },
  );
  expect(status).toBe(200);
  expect(body.targets).toEqual([code]);
  expect(body.verdictChanges).toEqual([{ target: code, from: before.status, to: 'offTrack' }]);
  expect((await app.ask<TargetAnswer>(path)).body).toMatchObject({ version: 3, thresholds: null });
});

it('an indicator that is said to be a growth rate is judged by no growth rate of it', async () => {
  const { body: indicator } = await app.ask<Indicator>('/api/v1/indicators/vehicle_output');
  expect(indicator.isGrowthRate).toBeNull();
  const verdict = async () => (await app.ask<TargetAnswer>(path)).body.verdict;
  const said = await put<Indicator>('/api/v1/indicators/vehicle_output', {
    ...indicator,
    isGrowthRate: true,
  });
  expect([said.status, said.body.isGrowthRate]).toEqual([200, true]);
  const judged = await verdict();
  expect(judged).toMatchObject({ method: 'elapsedShare', methodRefusal: 'growth-rate-series' });
  expect(judged.text.zh).toContain('指标本身就是增速');
  const { body: history } = await app.ask<VerdictChange[]>(`${path}/history`);
  expect(history[0]?.why.code).toBe('definition-changed');
  await put('/api/v1/indicators/vehicle_output', indicator);
  expect((await verdict()).reason).toEqual(before.reason);
});

it('OpenAPI tells of them', async () => {
  const { body } = await app.ask<object>('/api/v1/openapi.json');
  const text = JSON.stringify(body);
  for (const name of ['thresholds', 'zeroAs', 'isGrowthRate', 'ownThresholds'])
    expect(text).toContain(`"${name}"`);
});
