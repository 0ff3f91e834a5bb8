/**
 * A process of its own that takes webhooks and answers 200 at once. `GET /?from=N` lists what has arrived, from the Nth
 * on: when (ms since the epoch), how many bytes, and the targets that it tells of.
 */
import { createServer } from 'node:http';

const arrivals: { at: number; bytes: number; targets: string[] }[] = [];
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const from = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('from'));
    response.end(JSON.stringify(arrivals.slice(from)));
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const at = Date.now();
    response.end();
    const body = Buffer.concat(parts);
    const targets = [...body.toString('utf8').matchAll(/"target":"([^"]+)"/g)].map(([, code]) => code ?? '');
    arrivals.push({ at, bytes: body.length, targets });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    process.stdout.write(`running at http://127.0.0.1:${address.port}\n`);
});
