import {
  targetSchema,
  type Alert,
  type AlertEvent,
  type AuditEntry,
  type Indicator,
  type IndicatorChange,
  type IndicatorVersion,
  type Organisation,
  type OrganisationVersion,
  type Problem,
  type ScorecardRow,
  type Target,
  type TargetChange,
  type TargetVersion,
  type WithdrawnTarget,
} from '#contract';
import { putSlips } from './fired-alerts.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const code = 'vehicle-output-2035';
const path = `/api/v1/targets/${code}`;
/** Another, which nothing else here changes. */
const withdrawnCode = 'airport-cargo-2035';
let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

let minute = 0;
/** Each change at an instant of its own. */
const clock = () => new Date(Date.UTC(2026, 10, 24, 4, minute));
function tick(): void {
  minute += 1;
  app.setNow(clock().toISOString());
}

function put<T>(to: string, body: object, token?: string) {
  tick();
  return app.ask<T>(to, {
    method: 'PUT',
    body: JSON.stringify(body),
    ...(token === undefined ? {} : { token }),
  });
}

/** What a version of a target says. */
const saidBy = (version: object): Target =>
  Object.fromEntries(
    Object.entries(version).filter(([key]) => Object.hasOwn(targetSchema.shape, key)),
  ) as unknown as Target;

const versions = async () => (await app.ask<TargetVersion[]>(`${path}/versions`)).body;
const verdictAsOf = async (day: string) =>
  (await app.ask<{ verdict: ScorecardRow }>(`${path}?asOf=${day}`)).body.verdict;

it('a target is changed with a reason, after seeing its verdict before and after; the past stays as it was judged', async () => {
  const [first] = await versions();
  const plain = saidBy(first!);
  const past = await verdictAsOf('2026-06-30');
  const body = { ...plain, value: '100', version: 1, reason: '规划调整' };

  const tried = await put<TargetChange>(`${path}?dryRun=true`, body);
  expect(tried.status).toBe(200);
  expect(tried.body).toMatchObject({
    dryRun: true,
    version: 2,
    verdictBefore: { status: past.status, value: Number(plain.value), targetVersion: 1 },
    verdict: { status: 'achieved', value: 100, targetVersion: 2 },
    verdictChanges: [{ target: code, from: past.status, to: 'achieved' }],
  });
  expect(await versions()).toEqual([first]);

  const { body: done } = await put<TargetChange>(path, body);
  expect(done).toMatchObject({ dryRun: false, version: 2, verdict: { status: 'achieved' } });
  expect(await versions()).toEqual([
    { ...first, validTo: done.changedAt },
    expect.objectContaining({ version: 2, value: '100', changedBy: 'admin-1', changeReason: '规划调整' }),
  ]);
  expect(await verdictAsOf('2026-06-30')).toEqual(past);

  const { body: entries } = await app.ask<AuditEntry[]>(`/api/v1/audit?text=${code}`);
  expect(entries.filter(({ action }) => action === 'change')).toEqual([
    expect.objectContaining({
      who: 'admin-1',
      subject: `target ${code}`,
      details: expect.objectContaining({ reason: '规划调整' }) as unknown,
    }),
  ]);

  // Back to the first version, which is a new one; and the past is still what it was.
  const back = await put<TargetChange>(path, { ...plain, version: 2, reason: '退回' });
  expect(back.body).toMatchObject({ version: 3, value: plain.value, verdict: { status: past.status } });
  expect(saidBy((await versions()).at(-1)!)).toEqual(plain);
  expect(await verdictAsOf('2026-06-30')).toEqual(past);
});

it('of two who change the same thing the second is told what changed meanwhile, and by whom', async () => {
  const last = (await versions()).at(-1)!;
  const mine = { ...saidBy(last), version: last.version, reason: 'mine' };
  const changes = [
    { ...mine, value: '200' },
    { ...mine, due: '2030' },
  ];
  const answers = await Promise.all(changes.map((body) => put<Problem & TargetChange>(path, body)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const won = answers.findIndex(({ status }) => status === 200);
  const { body } = answers[1 - won]!;
  expect(body).toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining(`at version ${last.version + 1}, made by admin-1`) as unknown,
    errors: [
      won === 0
        ? { path: 'value', code: 'changed-meanwhile', message: `"${last.value}" became "200"` }
        : { path: 'due', code: 'changed-meanwhile', message: `"${last.due}" became "2030"` },
    ],
  });
  expect((await versions()).length).toBe(last.version + 1);
});

it('a new one is not put over another by mistake', async () => {
  const [first] = await versions();
  const over = await put<Problem>(path, { ...saidBy(first!), version: 0, reason: 'new' });
  expect([over.status, over.body.detail]).toEqual([409, expect.stringContaining('There is one already')]);
  const missing = await put<Problem>('/api/v1/targets/none-such', {
    ...saidBy(first!),
    code: 'none-such',
    version: 4,
    reason: 'new',
  });
  expect([missing.status, missing.body.code]).toEqual([409, 'conflict']);
  const made = await put<TargetChange>('/api/v1/targets/none-such', {
    ...saidBy(first!),
    code: 'none-such',
    version: 0,
    reason: 'new',
  });
  expect(made.body).toMatchObject({ version: 1, verdictBefore: null, changeReason: 'new' });
});

it('a withdrawal is not undone by somebody who has not seen it', async () => {
  const own = '/api/v1/targets/none-such';
  tick();
  const { body: withdrawn } = await app.ask<TargetVersion>(own, { method: 'DELETE' });
  const mine = { ...saidBy(withdrawn), value: '250', version: withdrawn.version, reason: 'mine' };
  const unseen = await put<Problem>(own, mine);
  expect([unseen.status, unseen.body.detail]).toEqual([
    409,
    expect.stringContaining(`was withdrawn at ${withdrawn.validTo}`),
  ]);
  const seen = await put<TargetChange>(own, { ...mine, withdrawnAt: withdrawn.validTo });
  expect(seen.body).toMatchObject({ version: 2, value: '250', validTo: null });
});

describe('withdrawing a target with a reason', () => {
  const withdrawal = <T>(of: string, body: object, query = '', token?: string) => {
    tick();
    return app.ask<T>(`/api/v1/targets/${of}/withdrawal${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(token === undefined ? {} : { token }),
    });
  };
  const own = `/api/v1/targets/${withdrawnCode}`;
  const rows = async () => (await app.ask<ScorecardRow[]>('/api/v1/assessments')).body;

  const slip = () => {
    tick();
    const of = { target: withdrawnCode, organisation: 'xian-government' };
    return putSlips(app.database, clock(), [{ ...of, from: 'onTrack', to: 'offTrack' }]);
  };
  const openAlerts = async () =>
    (await app.ask<Alert[]>('/api/v1/alerts?state=firing')).body.filter(
      ({ target }) => target === withdrawnCode,
    );

  it('shows first what it would do, and stores nothing', async () => {
    await slip();
    const open = await openAlerts();
    expect(open.length).toBeGreaterThan(0);
    const before = await rows();
    const { status } = before.find(({ target }) => target === withdrawnCode)!;
    const tried = await withdrawal<WithdrawnTarget>(withdrawnCode, { version: 1 }, '?dryRun=true');
    const ofStatus = before.filter((row) => row.status === status).length;
    expect([tried.status, tried.body]).toEqual([
      200,
      expect.objectContaining({
        dryRun: true,
        version: 1,
        verdictBefore: expect.objectContaining({ target: withdrawnCode, status }) as unknown,
        counts: {
          status: { before: ofStatus, after: ofStatus - 1 },
          targets: { before: before.length, after: before.length - 1 },
        },
        alertsEnded: open.map(({ id, rule, severity, summary }) => ({ id, rule, severity, summary })),
        alertsFired: 0,
      }),
    ]);
    const standing = (row: ScorecardRow) => [row.target, row.status];
    expect((await rows()).map(standing)).toEqual(before.map(standing));
    expect(await openAlerts()).toEqual(open);
    expect((await app.ask<TargetVersion[]>(`${own}/versions`)).body).toMatchObject([
      { validTo: null, withdrawn: null },
    ]);
  });

  it('wants a reason, an administrator, and the version that is in force', async () => {
    const silent = await withdrawal<Problem>(withdrawnCode, { version: 1 });
    expect([silent.status, silent.body.errors?.[0]?.path]).toEqual([400, 'reason']);
    const viewer = await app.token('viewer');
    const refused = await withdrawal<Problem>(withdrawnCode, {}, '?dryRun=true', viewer);
    expect([refused.status, refused.body.code]).toEqual([403, 'not-permitted']);
    const [first] = (await app.ask<TargetVersion[]>(`${own}/versions`)).body;
    await put(own, { ...saidBy(first!), due: '2034', version: 1, reason: 'sooner' });
    const stale = await withdrawal<Problem>(withdrawnCode, { version: 1, reason: '重复' });
    expect([stale.status, stale.body.code, stale.body.errors?.map(({ path: at }) => at)]).toEqual([
      409,
      'conflict',
      ['due'],
    ]);
  });

  it('is kept with who and why, ends its alerts, and can be undone by the next version', async () => {
    await slip();
    const done = await withdrawal<WithdrawnTarget>(withdrawnCode, { version: 2, reason: '与别的目标重复' });
    const { validTo } = done.body;
    expect(done.body).toMatchObject({
      dryRun: false,
      version: 2,
      withdrawn: { by: 'admin-1', reason: '与别的目标重复' },
    });
    expect(await openAlerts()).toEqual([]);
    const [ended] = done.body.alertsEnded;
    const { body: events } = await app.ask<AlertEvent[]>(`/api/v1/alerts/${ended?.id}/events`);
    expect(events.at(-1)).toMatchObject({ action: 'resolve', reason: 'withdrawn' });
    expect((await rows()).map(({ target }) => target)).not.toContain(withdrawnCode);
    expect((await app.ask(own)).status).toBe(404);
    expect((await app.ask(`${own}?asOf=2026-11-01`)).status).toBe(200);
    const { body: entries } = await app.ask<AuditEntry[]>(`/api/v1/audit?text=${withdrawnCode}`);
    expect(entries.find(({ action }) => action === 'withdraw')).toMatchObject({
      who: 'admin-1',
      details: { version: 2, reason: '与别的目标重复' },
    });

    const again = await withdrawal<Problem>(withdrawnCode, { version: 2, reason: 'again' });
    expect([again.status, again.body.detail]).toEqual([
      409,
      expect.stringContaining('by admin-1 (与别的目标重复)'),
    ]);
    expect((await withdrawal<Problem>(withdrawnCode, { reason: 'again' })).status).toBe(404);
    expect((await withdrawal<Problem>('no-such-target', { version: 1, reason: 'x' })).status).toBe(404);

    const back = await put<TargetChange>(own, {
      ...saidBy(done.body),
      version: 2,
      withdrawnAt: validTo,
      reason: '并不重复',
    });
    expect(back.body).toMatchObject({ version: 3, validTo: null, withdrawn: null, verdictBefore: null });
    expect((await app.ask<TargetVersion[]>(`${own}/versions`)).body).toMatchObject([
      { version: 1, withdrawn: null },
      { version: 2, validTo, withdrawn: { by: 'admin-1', reason: '与别的目标重复' } },
      { version: 3, withdrawn: null, changeReason: '并不重复' },
    ]);
  });
});

it('an indicator keeps what it said before', async () => {
  const own = '/api/v1/indicators/vehicle_output';
  const { body: before } = await app.ask<Indicator>(own);
  const definition = { zh: '全年汽车产量', en: 'Vehicles made in a year' };
  const wanted = { ...before, definition, version: 1, reason: '统计口径' };
  const tried = await put<object>(`${own}?dryRun=true`, wanted);
  expect(tried.body).toMatchObject({ dryRun: true, version: 2, definition, verdictChanges: [] });
  expect((await app.ask<Indicator>(own)).body).toEqual(before);

  expect((await put<object>(own, wanted)).body).toMatchObject({ version: 2 });
  const { body: all } = await app.ask<IndicatorVersion[]>(`${own}/versions`);
  expect(all.map(({ version, reason, changedBy }) => [version, reason, changedBy])).toEqual([
    [1, null, 'seeds'],
    [2, '统计口径', 'admin-1'],
  ]);
  expect(all.map((version) => version.definition)).toEqual([before, { ...before, definition }]);

  const stale = await put<Problem>(own, { ...before, decimals: 3, version: 1, reason: 'late' });
  expect([stale.status, stale.body.errors?.map((fault) => fault.path)]).toEqual([409, ['definition']]);
  // As long as nobody says on which version it was made, a change goes through, as from a script.
  expect((await put<object>(own, before)).body).toMatchObject({ version: 3 });
  expect((await put<object>(own, before)).body).toMatchObject({ version: 3 });
});

it('a change of an indicator shows the verdicts that it moves, and faults at their fields', async () => {
  const { body: rows } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
  const alone = (row: ScorecardRow) =>
    rows.filter(({ indicator }) => indicator === row.indicator).length === 1;
  const row = rows.find((one) => one.operator === 'direction' && one.status === 'onTrack' && alone(one))!;
  const own = `/api/v1/indicators/${row.indicator}`;
  const { body: before } = await app.ask<Indicator>(own);
  const turned = { ...before, direction: before.direction === 'up' ? 'down' : 'up', version: 1, reason: 'x' };
  const tried = await put<IndicatorChange>(`${own}?dryRun=true`, turned);
  expect(tried.body.verdictChanges).toEqual([{ target: row.target, from: 'onTrack', to: 'movingAway' }]);
  const formula = await put<Problem>(own, { ...before, formula: 'no such +', version: 1, reason: 'x' });
  expect([formula.status, formula.body.code]).toEqual([422, 'invalid-catalogue']);
  expect(formula.body.errors?.[0]?.path).toMatch(/^indicators\.\d+\.formula$/);
});

it('an organisation keeps what it was before', async () => {
  const { body: all } = await app.ask<Organisation[]>('/api/v1/organisations');
  const before = all.find(({ kind }) => kind === 'department')!;
  const own = `/api/v1/organisations/${before.code}`;
  const name = { zh: '新名称', en: 'New name' };
  const done = await put<object>(own, { ...before, name, version: 1, reason: '机构改革' });
  expect(done.body).toMatchObject({ code: before.code, name, version: 2, dryRun: false });
  const { body: kept } = await app.ask<OrganisationVersion[]>(`${own}/versions`);
  expect(kept.map(({ version, reason, definition }) => [version, reason, definition])).toEqual([
    [1, null, before],
    [2, '机构改革', { ...before, name }],
  ]);
  const unknown = await put<Problem>(own, { ...before, members: ['nobody'], version: 2, reason: 'x' });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'invalid-catalogue']);
  expect((await app.ask('/api/v1/organisations/none/versions')).status).toBe(404);
});

it('administrators alone change the catalogue; whoever is logged in reads its versions', async () => {
  const [first] = await versions();
  for (const role of ['viewer', 'uploader'] as const) {
    const token = await app.token(role);
    const refused = await put<Problem>(`${path}?dryRun=true`, { ...saidBy(first!), reason: 'x' }, token);
    expect([refused.status, refused.body.code]).toEqual([403, 'not-permitted']);
    expect((await app.ask(`${path}/versions`, { token })).status).toBe(200);
    expect((await app.ask('/api/v1/indicators/vehicle_output/versions', { token })).status).toBe(200);
  }
  expect((await app.ask(`${path}/versions`, { token: null })).status).toBe(401);
});

it('refuses an empty reason, and one that is a document', async () => {
  const [first] = await versions();
  for (const reason of ['  ', 'x'.repeat(501)]) {
    const refused = await put<Problem>(path, { ...saidBy(first!), reason });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, 'reason']);
  }
});
