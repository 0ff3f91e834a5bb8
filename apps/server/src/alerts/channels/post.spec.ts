import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { post, resultOfStatus, retryAfterSeconds } from './post.js';

const now = new Date('2026-11-23T04:00:00Z');

describe('retryAfterSeconds', () => {
  it.each([
    ['seconds', '120', 120],
    ['nothing to wait for', '0', 0],
    ['a date', 'Mon, 23 Nov 2026 04:02:30 GMT', 150],
    ['a date that is past', 'Mon, 23 Nov 2026 03:00:00 GMT', 0],
    ['nonsense', 'soon', undefined],
  ])('reads %s', (_what, header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  it('has nothing to read without a header', () => {
    expect(retryAfterSeconds(null, now)).toBeUndefined();
  });
});

describe('what a receiver repeats of what it was sent', () => {
  it('is seen nowhere, be it in the words of its status or as Basic authorization', async () => {
    const server = createServer(({ url, headers }, response) => {
      response.writeHead(404, `No ${url}`).end(JSON.stringify(headers));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const url = `http://duty:hush@127.0.0.1:${port}/hook/0123456789abcdef`;
      const result = await post({ url, body: '{}' }, (answer) => resultOfStatus(answer, now));
      expect(result).toMatchObject({
        outcome: 'dead',
        reason: 'the receiver answered 404 No /hook/***',
        reply: { excerpt: expect.stringContaining('"authorization":"Basic ***"') as string },
      });
    } finally {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });
});
