import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askOnce, httpRequest, load } from './serve-load.js';

let server: Server;
let url: string;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/refused') response.writeHead(503).end();
    else if (request.url === '/chunks') {
      response.write('a'.repeat(100_000));
      response.end('b');
    } else request.on('data', () => undefined).on('end', () => response.end('ä'.repeat(50_000)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe.each(['/', '/chunks'])('a load on %s', (path) => {
  it('waits for the whole of each answer and counts them', async () => {
    const before = asked;
    const request = httpRequest(url + path, { method: 'POST', body: '{"a": "ä"}' });
    const result = await load(url, { connections: 4, milliseconds: 200 }, () => request);
    expect(result.requests).toBe(asked - before);
    expect(result.requests).toBeGreaterThan(4);
    expect(result.bytes / result.requests).toBeGreaterThan(100_000);
    expect(result.p99).toBeGreaterThanOrEqual(result.p50);
  });
});

it('an answer that is no answer ends the load', async () => {
  const request = httpRequest(`${url}/refused`, { method: 'GET' });
  await expect(load(url, { connections: 2, milliseconds: 1000 }, () => request)).rejects.toThrow(/503/);
});

it('one question gives the body', async () => {
  expect(await askOnce(url, httpRequest(`${url}/`, { method: 'GET' }))).toBe('ä'.repeat(50_000));
});
