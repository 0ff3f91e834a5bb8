import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut, as when the server behind a proxy is away. */
export interface InterruptedConnection {
  /** The same address, by way of this connection. */
  readonly url: string;
  /** Breaks every connection, and new ones as soon as they are made. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a way to the server of `url` on a free port. */
export async function interruptConnection(url: string): Promise<InterruptedConnection> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  let isCut = false;
  const server = createServer((socket) => {
    keep(socket);
    if (isCut) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(port), hostname);
    keep(onward);
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const interrupted = new URL(url);
  interrupted.hostname = '127.0.0.1';
  interrupted.port = String((server.address() as AddressInfo).port);
  return {
    url: interrupted.href,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await closed;
    },
  };
}
