/** A process of its own: the least that reading a panel's points from Postgres and sending them can cost in Node. */
import { createServer } from 'node:http';
import { openDatabase, readBarePoints } from '#storage';

const database = await openDatabase(process.env['DATABASE_URL'] ?? '', { poolSize: 20 });
const server = createServer((request, response) => {
  const ids = (request.url ?? '').slice('/?ids='.length).split(',');
  void readBarePoints(database, ids).then((rows) => {
    const body = Buffer.from(JSON.stringify(rows));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    process.stdout.write(`running at http://127.0.0.1:${address.port}\n`);
});
