import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ImportReport } from '#contract';
import { bad, day, good, path, SourceSite, until } from './source-site.js';

const site = new SourceSite();
beforeAll(() => site.open());
beforeEach(() => site.clear());
afterEach(() => site.check());
afterAll(() => site.close());

describe('an address', () => {
  let server: Server;
  let url: string;
  let asked: IncomingMessage[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request);
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metro.csv`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const address = (own: object = {}) => ({
    kind: 'http',
    url,
    cron: '* * * * *',
    allowPrivateAddress: true,
    ...own,
  });
  /** A server that knows ETag. */
  const serve = (content: string, etag: string) => {
    answer = (request, response) => {
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(content);
    };
  };
  const importsMade = async () =>
    (await site.application.ask<ImportReport[]>('/api/v1/imports')).body.filter(
      ({ uploadedBy }) => uploadedBy === 'source:bureau',
    ).length;

  it('is asked by what is known of it, and imported when it has changed', async () => {
    await site.save(address({ authorization: 'Bearer s3cret' }));
    const before = await importsMade();
    serve(good(450), '"1"');
    await site.round(1);
    expect(await site.read()).toMatchObject({
      lastOutcome: 'imported',
      etag: '"1"',
      lastNewAt: site.now.toISOString(),
    });
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'nothingNew', etag: '"1"' });
    expect(asked.map(({ headers }) => [headers['if-none-match'], headers.authorization])).toEqual([
      [undefined, 'Bearer s3cret'],
      ['"1"', 'Bearer s3cret'],
    ]);
    serve(good(451), '"2"');
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported', etag: '"2"' });
    expect(await importsMade()).toBe(before + 2);
  });

  it('without ETag is imported when its content has changed, and read whatever was known when asked', async () => {
    await site.save(address());
    answer = (_request, response) => response.end(good(452));
    await site.round(1);
    const before = await importsMade();
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'nothingNew' });
    expect(await importsMade()).toBe(before);
    await site.application.ask(`${path}/run`, { method: 'POST' });
    await site.round(0);
    expect(await importsMade()).toBe(before + 1);
  });

  it('that brings what must be refused is told of once, and read again when it changes', async () => {
    await site.save(address());
    serve(bad, '"bad"');
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'refused', etag: null });
    const before = await importsMade();
    await site.round(1);
    expect(await importsMade()).toBe(before);
    expect(site.told()).toEqual(['import-refused firing']);
    serve(good(453), '"good"');
    await site.round(1);
    expect(site.told()).toEqual(['import-refused firing', 'import-refused resolved']);
  });

  it('that fails keeps what was known, is told of when it goes on, and asked at the next slot', async () => {
    await site.save(address());
    serve(good(454), '"1"');
    await site.round(1);
    answer = (_request, response) => response.writeHead(500).end();
    await site.round(1);
    await site.round(1);
    expect(site.told()).toEqual([]);
    await site.round(1);
    expect(await site.read()).toMatchObject({
      lastOutcome: 'failed',
      lastError: '服务器回答 500 Internal Server Error',
      consecutiveFailures: 3,
      etag: '"1"',
    });
    const description = site.hook.requests[0]?.body.alerts[0]?.annotations['description'];
    expect(description).toContain('服务器回答 500');
    expect(description).not.toContain('metro.csv');
    serve(good(454), '"1"');
    await site.round(1);
    expect(site.told()).toEqual(['source-silent firing', 'source-silent resolved']);
  });

  it.each<[string, () => void, object, string]>([
    ['too large', () => serve('x'.repeat(20_001), '"1"'), {}, '文件超过上限'],
    ['too slow', () => (answer = () => undefined), { timeoutSeconds: 1 }, '1 秒内没有收完答复'],
  ])('that is %s fails', async (_what, prepare, own, error) => {
    await site.save(address(own));
    prepare();
    await site.round(1);
    expect(await site.read()).toMatchObject({
      lastOutcome: 'failed',
      lastError: expect.stringContaining(error),
    });
  });

  it('of a name that leads to a private address is not asked unless it may', async () => {
    serve(good(455), '"1"');
    const named = url.replace('127.0.0.1', 'localhost');
    await site.save(address({ url: named, allowPrivateAddress: false }));
    await site.round(1);
    expect(asked).toEqual([]);
    expect((await site.read()).lastError).toContain('localhost（');
    await site.save(address({ url: named }));
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported' });
  });

  it('is asked once at a time: a look longer than its interval is not overtaken', async () => {
    await site.save(address());
    let go: () => void = () => undefined;
    answer = (_request, response) => {
      go = () => response.end(good(456));
    };
    site.pass(1);
    await site.runner.pass();
    await until(() => asked.length > 0 || null);
    const other = site.newRunner();
    site.pass(0.9);
    await Promise.all([site.runner.pass(), other.pass()]);
    await other.idle();
    expect(asked).toHaveLength(1);
    expect(await site.read()).toMatchObject({ running: true });
    go();
    await site.runner.idle();
    expect(await site.read()).toMatchObject({ running: false, lastOutcome: 'imported' });
    await other.stop();
  });

  it('whose process is told to stop is given back, for the next to take at once', async () => {
    await site.save(address({ cron: '@daily' }));
    answer = () => undefined;
    site.pass(day);
    await site.runner.pass();
    await until(() => asked.length > 0 || null);
    await site.runner.stop();
    expect(await site.read()).toMatchObject({ running: false, lastRunAt: null, consecutiveFailures: 0 });
    serve(good(457), '"1"');
    site.runner = site.newRunner();
    await site.round(0);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported' });
  });
});
