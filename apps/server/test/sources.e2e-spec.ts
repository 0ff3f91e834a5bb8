import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Delivery, Problem, Source } from '#contract';
import { SourceWorker } from '../src/sources/source-worker.js';
import { day, good, limits, path, put, SourceSite, start, until } from './source-site.js';
import { startTestApplication } from './test-application.js';

const site = new SourceSite();
beforeAll(() => site.open());
beforeEach(() => site.clear());
afterEach(() => site.check());
afterAll(() => site.close());

describe('sources', () => {
  it('are an administrator’s: others neither see nor set them', async () => {
    const uploader = await site.application.token('uploader');
    await site.save(site.folder());
    for (const [at, request] of [
      ['/api/v1/sources', {}],
      [path, {}],
      [path, put(site.folder())],
      [path, { method: 'DELETE' }],
      [`${path}/run`, { method: 'POST' }],
    ] as const) {
      const answer = await site.application.ask<Problem>(at, { ...request, token: uploader });
      expect([at, answer.status, answer.body.code]).toEqual([at, 403, 'not-permitted']);
    }
  });

  it('are shown with what was set, how they stand and when they are next looked at', async () => {
    expect(await site.save({ kind: 'folder', path: site.root, cron: '0 3 * * *' })).toEqual({
      kind: 'folder',
      name: 'bureau',
      path: site.root,
      quietSeconds: 10,
      cron: '0 3 * * *',
      organisation: null,
      onError: 'reject',
      silentAfterDays: null,
      enabled: true,
      running: false,
      // 03:00 in Xi'an.
      nextRunAt: '2026-11-23T19:00:00.000Z',
      lastRunAt: null,
      lastOutcome: null,
      lastError: null,
      lastNewAt: null,
      consecutiveFailures: 0,
      lastImport: null,
      incidents: [],
    });
    expect((await site.application.ask<Source[]>('/api/v1/sources')).body).toEqual([await site.read()]);
    expect((await site.save(site.folder({ enabled: false }))).nextRunAt).toBeNull();
    expect((await site.application.ask('/api/v1/sources/none')).status).toBe(404);
  });

  it('never answer their secret, keep it while it is left out, and take it to no other host', async () => {
    const address = { kind: 'http', url: 'https://stats.example.cn/a.csv?key=k3y', cron: '@daily' };
    const secret = async () => {
      const [row]: { authorization: string | null }[] = await site.application.database.query(
        `select settings ->> 'authorization' as authorization from import_source`,
      );
      return row?.authorization;
    };
    expect(await site.save({ ...address, authorization: 'Bearer s3cret' })).toMatchObject({
      authorization: true,
    });
    expect(await site.save({ ...address, url: 'https://stats.example.cn/b.csv' })).toMatchObject({
      authorization: true,
    });
    expect(await secret()).toBe('Bearer s3cret');
    expect(await site.save({ ...address, authorization: null })).toMatchObject({ authorization: false });
    await site.save({ ...address, authorization: 'Bearer s3cret' });
    expect(await site.save({ ...address, url: 'https://other.example.cn/a.csv' })).toMatchObject({
      authorization: false,
    });
    expect(await secret()).toBeNull();
    expect(JSON.stringify(await site.audit())).not.toMatch(/s3cret|k3y/);
    expect((await site.audit()).at(-2)).toMatchObject({
      action: 'change',
      details: { url: 'https://stats.example.cn/***', authorization: true },
    });
  });

  it.each<[string, () => object, string, string]>([
    ['a relative folder', () => site.folder({ path: 'incoming' }), 'path', 'must be an absolute path'],
    ['a folder that is not there', () => site.folder({ path: join(site.root, 'none') }), 'path', 'ENOENT'],
    ['a cron that cannot be read', () => site.folder({ cron: '61 * * * *' }), 'cron', 'out of range'],
    ['a cron that never comes', () => site.folder({ cron: '0 0 30 2 *' }), 'cron', 'never comes due'],
    ['another name', () => site.folder({ name: 'other' }), 'name', 'the path bureau'],
    [
      'an unknown organisation',
      () => site.folder({ organisation: 'none' }),
      'organisation',
      'no organisation none',
    ],
    ['settings of another kind', () => site.folder({ url: 'https://a.example.cn' }), '', 'url'],
    [
      'an address that is not of the web',
      () => ({ kind: 'http', url: 'ftp://a.cn/', cron: '@daily' }),
      'url',
      '',
    ],
    [
      'a private address',
      () => ({ kind: 'http', url: 'http://192.168.1.7/', cron: '@daily' }),
      'url',
      'allowPrivateAddress',
    ],
    [
      'a password in the address',
      () => ({ kind: 'http', url: 'https://u:p@stats.example.cn/', cron: '@daily' }),
      'url',
      'authorization',
    ],
  ])('are refused with %s, the field named', async (_what, settings, field, message) => {
    const answer = await site.application.ask<Problem>(path, put(settings()));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      { path: field, code: expect.any(String), message: expect.stringContaining(message) },
    ]);
    expect((await site.application.ask(path)).status).toBe(404);
  });

  it('stand in the description of the API', async () => {
    const { body } = await site.application.ask<{ paths: Record<string, object> }>('/api/v1/openapi.json');
    const described = body.paths['/api/v1/sources/{name}'];
    expect(Object.keys(described ?? {}).toSorted()).toEqual(['delete', 'get', 'put']);
    expect(JSON.stringify(described)).toContain('"silentAfterDays"');
  });

  it('do not share a folder', async () => {
    await site.save(site.folder());
    const { status, body } = await site.application.ask<Problem>('/api/v1/sources/other', put(site.folder()));
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toContain('source bureau already');
  });

  it('are removed, with an entry in the record', async () => {
    await site.save(site.folder());
    expect((await site.application.ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await site.application.ask(path)).status).toBe(404);
    expect((await site.application.ask(path, { method: 'DELETE' })).status).toBe(404);
    expect((await site.audit()).at(-1)?.action).toBe('remove');
  });
});

describe('silence', () => {
  it('is told after so many days without anything new, by webhook and by mail, and over with new data', async () => {
    await site.application.ask(
      '/api/v1/receivers/mailbox',
      put({
        channel: 'email',
        to: ['duty@example.gov.cn'],
        organisations: ['xian-government'],
        enabled: true,
      }),
    );
    await site.application.ask(
      '/api/v1/receivers/elsewhere',
      put({ channel: 'webhook', url: site.hook.url, organisations: ['shaanxi-forestry'], enabled: true }),
    );
    await site.save(site.folder({ cron: '@weekly', silentAfterDays: 30, organisation: 'xian-government' }));
    await site.round(30 * day + 12 * 60 - 1);
    expect(site.told()).toEqual([]);
    // Midnight in Xi'an: the 31st day.
    await site.round(1);
    await site.round(1);
    expect(site.told()).toEqual(['source-silent firing']);
    expect(site.hook.requests[0]?.body).toMatchObject({
      receiver: 'duty',
      alerts: [
        {
          labels: { source: 'bureau', organisation: 'xian-government' },
          annotations: {
            summary: expect.stringContaining('bureau'),
            description: expect.stringMatching(/31（限30天）/),
          },
        },
      ],
    });
    expect(site.mail.mails.at(-1)).toMatchObject({
      subject: expect.stringMatching(/数据来源.*bureau/),
    });
    const deliveries = await site.application.ask<Delivery[]>('/api/v1/deliveries');
    expect(deliveries.body).toMatchObject([
      { receiver: 'mailbox', alerts: [expect.any(Number)], state: 'sent' },
      { receiver: 'duty', alerts: [expect.any(Number)], state: 'sent' },
    ]);
    writeFileSync(join(site.root, 'metro.csv'), good(436));
    await site.round(7 * day);
    expect(site.told()).toEqual(['source-silent firing', 'source-silent resolved']);
    expect(await site.read()).toMatchObject({ incidents: [], lastOutcome: 'imported' });
  });

  it('of a service that was stopped itself is not told when the first look brings something', async () => {
    await site.save(site.folder({ silentAfterDays: 1 }));
    writeFileSync(join(site.root, 'metro.csv'), good(437));
    await site.round(90 * day);
    await site.round(1);
    expect(site.told()).toEqual([]);
  });

  it.each([
    ['disabled', () => site.application.ask(path, put(site.folder({ silentAfterDays: 1, enabled: false })))],
    ['removed', () => site.application.ask(path, { method: 'DELETE' })],
  ])('is over when the source is %s', async (_what, end) => {
    await site.save(site.folder({ silentAfterDays: 1 }));
    await site.round(2 * day);
    expect(site.told()).toEqual(['source-silent firing']);
    await end();
    await site.deliver();
    expect(site.told()).toEqual(['source-silent firing', 'source-silent resolved']);
    await site.round(2 * day);
    expect(site.hook.requests).toHaveLength(2);
  });
});

describe('a worker', () => {
  it('keeps a cron job for each enabled source, which looks at its own times', async () => {
    const registry = new SchedulerRegistry();
    const worker = new SourceWorker(
      site.application.database,
      site.configuration(),
      () => new Date(site.now),
      registry,
    );
    const jobs = () =>
      Object.fromEntries([...registry.getCronJobs()].map(([name, job]) => [name, job.cronTime.source]));
    await site.save(site.folder({ cron: '0 3 * * *' }));
    await worker.look();
    expect(jobs()).toEqual({ 'source:bureau': '0 3 * * *' });
    await site.save(site.folder({ cron: '* * * * * *' }));
    await worker.look();
    expect(jobs()).toEqual({ 'source:bureau': '* * * * * *' });
    // From here on nobody asks but the job.
    writeFileSync(join(site.root, 'metro.csv'), good(460));
    site.pass(1);
    await until(() => existsSync(join(site.root, 'done/metro.csv')) || null);
    await site.save(site.folder({ enabled: false }));
    await worker.look();
    expect(jobs()).toEqual({});
    await worker.beforeApplicationShutdown();
  });

  it('runs where the role says so', async () => {
    const working = await startTestApplication({
      now: start.toISOString(),
      seeds: false,
      environment: { ...limits, ROLES: 'api,worker' },
    });
    try {
      expect((await working.ask(path, put(site.folder()))).status).toBe(200);
      working.setNow('2026-11-23T04:01:00Z');
      await until(async () => (await working.ask<Source>(path)).body.lastRunAt);
    } finally {
      await working.close();
    }
  });
});
