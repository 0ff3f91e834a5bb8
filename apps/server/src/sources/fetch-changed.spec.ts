import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fetchChanged, type HttpPlace, type Known } from './fetch-changed.js';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answering;
let server: Server;
let base: string;
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const content = 'indicator,ref_area,time_period,obs_value\n';
const nothingKnown: Known = { etag: null, lastModified: null };
const fetchIt = (
  place: Partial<HttpPlace> = {},
  known = nothingKnown,
  signal = new AbortController().signal,
) =>
  fetchChanged(
    {
      url: `${base}/monthly.csv`,
      authorization: null,
      timeoutSeconds: 30,
      allowPrivateAddress: true,
      ...place,
    },
    known,
    { limitBytes: 1000, signal },
  );

describe('fetchChanged', () => {
  it('spools what is new, with what it is known by', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { etag: '"7"', 'last-modified': 'Mon, 23 Nov 2026 04:00:00 GMT' }).end(content);
    const fetched = await fetchIt();
    if (fetched.state !== 'fetched') throw new Error(JSON.stringify(fetched));
    expect(fetched).toMatchObject({ etag: '"7"', lastModified: 'Mon, 23 Nov 2026 04:00:00 GMT' });
    const { upload } = fetched;
    expect(upload).toMatchObject({
      name: 'monthly.csv',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(readFileSync(upload.path, 'utf8')).toBe(content);
    await upload.discard();
    expect(existsSync(dirname(upload.path))).toBe(false);
    expect(asked[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(asked[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it('asks by what is known, and takes 304 for nothing new', async () => {
    answer = (_request, response) => response.writeHead(304).end();
    const known = { etag: '"7"', lastModified: 'Mon, 23 Nov 2026 04:00:00 GMT' };
    expect(await fetchIt({ authorization: 'Bearer s3cret' }, known)).toEqual({ state: 'notModified' });
    expect(asked[0]?.headers).toMatchObject({
      'if-none-match': '"7"',
      'if-modified-since': 'Mon, 23 Nov 2026 04:00:00 GMT',
      authorization: 'Bearer s3cret',
    });
  });

  it.each([
    ['attachment; filename="2026 年 11 月.csv"', '2026 年 11 月.csv'],
    ["attachment; filename*=UTF-8''%E6%9C%88%E6%8A%A5.xlsx; filename=x.xlsx", '月报.xlsx'],
    ['inline', 'monthly.csv'],
  ])('names the file as the server does: %s', async (disposition, name) => {
    answer = (_request, response) =>
      response
        .writeHead(200, { 'content-disposition': Buffer.from(disposition).toString('latin1') })
        .end(content);
    const fetched = await fetchIt();
    if (fetched.state !== 'fetched') throw new Error(JSON.stringify(fetched));
    expect(fetched.upload.name).toBe(name);
    await fetched.upload.discard();
  });

  it('follows redirects, and takes its authorization to the first host only', async () => {
    const other = createServer((request, response) => {
      asked.push(request);
      response.end(content);
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/there.csv`;
    answer = (request, response) =>
      response.writeHead(302, { location: request.url === '/monthly.csv' ? '/moved' : target }).end();
    const fetched = await fetchIt({ authorization: 'Bearer s3cret' });
    other.close();
    if (fetched.state !== 'fetched') throw new Error(JSON.stringify(fetched));
    expect(fetched.upload.name).toBe('there.csv');
    await fetched.upload.discard();
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer s3cret',
      'Bearer s3cret',
      undefined,
    ]);
  });

  it.each<[string, Answering, string]>([
    [
      'an error',
      (_request, response) => response.writeHead(500).end(),
      '服务器回答 500 Internal Server Error',
    ],
    ['an empty answer', (_request, response) => response.writeHead(204).end(), '服务器回答 204 No Content'],
    [
      'a circle of redirects',
      (_request, response) => response.writeHead(302, { location: '/again' }).end(),
      '转向超过 3 次',
    ],
    [
      'a redirect to a file',
      (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      '不支持 file: 地址',
    ],
    ['a redirect to nowhere', (_request, response) => response.writeHead(302).end(), '服务器回答 302 Found'],
    ['too much', (_request, response) => response.end('x'.repeat(1001)), '文件超过上限'],
    [
      'an encoding that was not asked for',
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      '服务器以 gzip 压缩答复',
    ],
    [
      'an answer that breaks off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('indicator', () => response.destroy());
      },
      '读取失败：aborted',
    ],
    ['no HTTP at all', (request) => request.socket.end('220 smtp ready\r\n'), '读取失败：Parse Error'],
  ])('fails with words on %s', async (_what, answering, error) => {
    answer = answering;
    expect(await fetchIt()).toEqual({ state: 'failed', error: expect.stringContaining(error) });
  });

  it('fails on a server that dribbles longer than it may take', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      const dribble = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(dribble));
    };
    expect(await fetchIt({ timeoutSeconds: 1 })).toEqual({ state: 'failed', error: '1 秒内没有收完答复' });
  });

  it('fails where nobody listens', async () => {
    expect(await fetchIt({ url: 'http://127.0.0.1:9/' })).toEqual({
      state: 'failed',
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('ends when it is told to, with the reason', async () => {
    const stop = new AbortController();
    answer = () => stop.abort(new Error('the process stops'));
    await expect(fetchIt({}, nothingKnown, stop.signal)).rejects.toThrow('the process stops');
  });

  it.each([
    ['an address', () => `${base}/monthly.csv`],
    ['a name', () => `${base.replace('127.0.0.1', 'localhost')}/monthly.csv`],
    ['IPv6', () => 'http://[::1]:9/'],
    ['IPv4 inside IPv6', () => 'http://[::ffff:127.0.0.1]:9/'],
  ])('asks no private address unless it may: %s', async (_what, url) => {
    answer = (_request, response) => response.end(content);
    const fetched = await fetchIt({ url: url(), allowPrivateAddress: false });
    expect(fetched).toEqual({ state: 'failed', error: expect.stringContaining('不是公网地址') });
    expect(asked).toEqual([]);
  });

  it('checks every redirect: a public address leads to no private one', async () => {
    const { port } = server.address() as AddressInfo;
    answer = (request, response) => {
      if (request.url === '/monthly.csv') response.writeHead(302, { location: `${base}/secret.csv` }).end();
      else response.end(content);
    };
    const fetched = await fetchChanged(
      {
        url: `http://stats.example.cn:${port}/monthly.csv`,
        authorization: null,
        timeoutSeconds: 30,
        allowPrivateAddress: false,
      },
      nothingKnown,
      {
        limitBytes: 1000,
        signal: new AbortController().signal,
        // Stands in for the internet's.
        lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      },
    );
    expect(fetched).toEqual({ state: 'failed', error: expect.stringContaining('127.0.0.1 不是公网地址') });
    expect(asked.map(({ url }) => url)).toEqual(['/monthly.csv']);
  });
});
