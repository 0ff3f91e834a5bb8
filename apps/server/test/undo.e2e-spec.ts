import type { ImportReport, ObservationRow, Problem, UndoReport } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

async function upload(value: number, token: string): Promise<ImportReport> {
  const { body } = await app.ask<ImportReport>('/api/v1/imports?name=routes.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `指标,地区,时期,数值\ninternational_routes,西安市,2025年,${value}\n`,
    token,
  });
  return body;
}

const undo = <T = UndoReport>(id: number | string, token?: string, query = '') =>
  app.ask<T>(`/api/v1/imports/${id}/undo${query}`, { method: 'POST', ...(token !== undefined && { token }) });

async function routesIn2025(): Promise<number[]> {
  const { body } = await app.ask<ObservationRow[]>(
    '/api/v1/observations?indicator=international_routes&area=610100&frequency=A&from=2025&to=2025',
  );
  return body.map(({ value }) => value);
}

it('takes an import back, and tells before what that would do', async () => {
  const token = await app.token('uploader');
  const first = await upload(120, token);
  const second = await upload(12, token);
  expect([first.state, second.state, await routesIn2025()]).toEqual(['applied', 'applied', [12]]);

  const would = await undo(second.id, token, '?dryRun=true');
  expect(would.status).toBe(200);
  expect(would.body).toMatchObject({ import: second.id, dryRun: true, removed: 1, restored: 1, emptied: 0 });
  expect(await routesIn2025()).toEqual([12]);

  const done = await undo(second.id, token);
  expect([done.status, done.body]).toEqual([200, { ...would.body, dryRun: false }]);
  expect(await routesIn2025()).toEqual([120]);

  const { body: report } = await app.ask<ImportReport>(`/api/v1/imports/${second.id}`);
  expect(report.state).toBe('undone');
  expect(report.undone?.by).toMatch(/^uploader-/);
  expect(new Date(report.undone?.at ?? '').toISOString()).toBe('2026-11-23T04:00:00.000Z');
  const again = await undo<Problem>(second.id, token);
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
});

it('is for who uploaded it and for administrators', async () => {
  const owner = await app.token('uploader', 'west-airport-group');
  const { id } = await upload(130, owner);
  for (const [token, status] of [
    [await app.token('viewer'), 403],
    [await app.token('uploader'), 403],
    [await app.token('uploader', 'west-airport-group'), 403],
    [owner, 200],
  ] as const)
    expect((await undo(id, token, '?dryRun=true')).status).toBe(status);
  expect((await undo(id)).status).toBe(200);
});

it('of an import that does not exist is not found, of no number is refused', async () => {
  expect((await undo<Problem>(987_654)).body).toMatchObject({ status: 404, code: 'not-found' });
  expect((await undo('last')).status).toBe(400);
  expect((await undo(1, undefined, '?dryRun=perhaps')).status).toBe(400);
});
