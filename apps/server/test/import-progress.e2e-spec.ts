import type { ImportProfile, ImportReport } from '#contract';
import { inTransaction, lockJudgement } from '#storage';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

const file = 'indicator,ref_area,time_period,obs_value\nmetro_length,610100,2026-06,430\n';

const post = (query: string, token?: string) =>
  app.ask<ImportReport>(`/api/v1/imports?${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'text/csv' },
    ...(token !== undefined && { token }),
  });

/** Holds what every import waits for, so that one stays under way for as long as a test needs. */
async function whileImportsWait(work: () => Promise<void>): Promise<void> {
  await inTransaction(app.database, async (tx) => {
    await lockJudgement(tx);
    await work();
  });
}

async function untilEnded(id: number): Promise<ImportReport> {
  const { body } = await app.ask<string>(`/api/v1/imports/${id}/events`);
  const [, data] = /event: done\n(?:id: .*\n)?data: (.*)/.exec(body) ?? [];
  return JSON.parse(data ?? 'null') as ImportReport;
}

/** Reads server-sent events until there are `count` of a type. */
async function firstEvents(id: number, type: string, count: number): Promise<unknown[]> {
  const token = await app.token('viewer');
  const response = await fetch(`${app.url}/api/v1/imports/${id}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const found: unknown[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = [...text.matchAll(/event: (.*)\n(?:id: .*\n)?data: (.*)\n\n/g)];
    found.splice(
      0,
      found.length,
      ...events.filter(([, name]) => name === type).map(([, , data]) => JSON.parse(data!) as unknown),
    );
    if (found.length >= count) return found;
  }
  return found;
}

describe('an import under way', () => {
  it('tells how far it has come, again and again, and is stopped without leaving anything', async () => {
    const before = await app.ask('/api/v1/observations?indicator=metro_length');
    let id = 0;
    await whileImportsWait(async () => {
      const accepted = await post('async=true');
      expect(accepted.status).toBe(202);
      id = accepted.body.id;
      const progress = await firstEvents(id, 'progress', 2);
      expect(progress[1]).toEqual({ id, phase: 'waiting', rowsRead: 0, share: 0 });
      const cancelled = await app.ask(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
      expect(cancelled.status).toBe(202);
      // It ends although what it waits for is still held.
      expect(await untilEnded(id)).toMatchObject({
        state: 'cancelled',
        failure: expect.stringContaining('取消') as string,
        rows: { read: 0, inserted: 0 },
      });
    });
    expect((await app.ask('/api/v1/observations?indicator=metro_length')).body).toEqual(before.body);
    const again = await app.ask<{ code: string }>(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  });

  it('is stopped by a replica that it does not run on: the wish is in the database', async () => {
    await whileImportsWait(async () => {
      const { body } = await post('async=true');
      await app.database.query('update import set cancel_requested = true where id = $1', [body.id]);
      expect((await untilEnded(body.id)).state).toBe('cancelled');
    });
  });

  it('is not stopped by somebody else than who sent it or an administrator', async () => {
    const [mine, other] = [await app.token('uploader'), await app.token('uploader')];
    await whileImportsWait(async () => {
      const { body } = await post('async=true', mine);
      const cancel = (token: string) =>
        app.ask(`/api/v1/imports/${body.id}/cancel`, { method: 'POST', token });
      expect((await cancel(other)).status).toBe(403);
      expect((await cancel(mine)).status).toBe(202);
      expect((await untilEnded(body.id)).state).toBe('cancelled');
    });
  });

  it('those behind a stopped one are carried out', async () => {
    let ids: number[] = [];
    await whileImportsWait(async () => {
      ids = [(await post('async=true')).body.id, (await post('async=true')).body.id];
      await app.ask(`/api/v1/imports/${ids[0]}/cancel`, { method: 'POST' });
      expect((await untilEnded(ids[0]!)).state).toBe('cancelled');
    });
    expect(await untilEnded(ids[1]!)).toMatchObject({ state: 'applied', rows: { inserted: 1 } });
  });
});

describe('import profiles', () => {
  it('there is none of a name that nobody kept', async () => {
    expect((await app.ask<ImportProfile[]>('/api/v1/import-profiles')).body).toEqual([]);
    const forgotten = await app.ask('/api/v1/import-profiles/月报', { method: 'DELETE' });
    expect(forgotten.status).toBe(404);
  });

  it('answers that are none are refused with the field named', async () => {
    const { status, body } = await post(`answers=${encodeURIComponent('{"colour":"red"}')}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'answers' }] });
  });
});
