/** Asks a server over HTTP as fast as it answers, and takes the times. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a load came to. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds within which half, and 99 of 100, of the requests were answered. */
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  /** Bytes of answers, heads included. */
  readonly bytes: number;
}

/** A request as it goes over the wire. */
export function httpRequest(
  url: string,
  { method, headers = {}, body = '' }: { method: string; headers?: Record<string, string>; body?: string },
): Buffer {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === 'GET' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Asks on so many keep-alive connections at once, each its next question as soon as the last is answered. Sockets, not
 * Node's client: on a machine whose cores the asked server needs too, asking must cost little.
 * @param next the next request.
 * @throws when any answer is not 200.
 */
export async function load(
  url: string,
  { connections, milliseconds }: { readonly connections: number; readonly milliseconds: number },
  next: () => Buffer,
): Promise<LoadResult> {
  const { hostname, port } = new URL(url);
  const open = await Promise.all(
    Array.from({ length: connections }, () => openConnection(hostname, Number(port))),
  );
  const times: number[] = [];
  const begun = performance.now();
  const until = begun + milliseconds;
  let bytes = 0;
  await Promise.all(
    open.map(async (connection) => {
      while (performance.now() < until) {
        const request = next();
        const asked = performance.now();
        const received = await connection.ask(request);
        bytes += received;
        times.push(performance.now() - asked);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  for (const connection of open) connection.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    requestsPerSecond: times.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    requests: times.length,
    bytes,
  };
}

/** One request, its answer's body as text. */
export async function askOnce(url: string, request: Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const connection = await openConnection(hostname, Number(port));
  await connection.ask(request);
  connection.close();
  return connection.lastBody();
}

interface Connection {
  /** @returns bytes of the answer. */
  ask(request: Buffer): Promise<number>;
  /** The body of the last answer; of a chunked one with the chunks' lengths. */
  lastBody(): string;
  close(): void;
}

async function openConnection(host: string, port: number): Promise<Connection> {
  const socket: Socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  let received: Buffer[] = [];
  let size = 0;
  /** Bytes of the whole answer; 0 while its head has not come, Infinity of a chunked one. */
  let expected = 0;
  let settle: { resolve: (bytes: number) => void; reject: (error: Error) => void } | null = null;
  socket.on('data', (chunk) => {
    received.push(chunk);
    size += chunk.length;
    if (expected === 0) {
      const head = Buffer.concat(received);
      expected = lengthOf(head);
      if (expected < 0) settle?.reject(new Error(`Not answered: ${head.toString('utf8', 0, 500)}`));
    }
    if (expected > 0 && (expected === Infinity ? endsChunks(received) : size >= expected))
      settle?.resolve(size);
  });
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('The connection was closed')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        received = [];
        size = 0;
        expected = 0;
        socket.write(request);
      }),
    lastBody: () => {
      const all = Buffer.concat(received);
      return all.toString('utf8', all.indexOf('\r\n\r\n') + 4);
    },
    close: () => {
      settle = null;
      socket.destroy();
    },
  };
}

/** How long an answer is by its head: 0 when the head is not complete, -1 when it is not a 200. */
function lengthOf(received: Buffer): number {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = received.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) return -1;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return length === undefined ? Infinity : end + 4 + Number(length);
}

const lastChunk = Buffer.from('\r\n0\r\n\r\n');

function endsChunks(received: readonly Buffer[]): boolean {
  const last = received.at(-1);
  if (last === undefined) return false;
  const tail = last.length >= lastChunk.length ? last : Buffer.concat(received.slice(-2));
  return tail.subarray(-lastChunk.length).equals(lastChunk);
}
