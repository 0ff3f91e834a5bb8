// A worker that is killed at the worst moment: it sends what is due over the real channel, and dies by SIGKILL when the
// receiver has answered and the delivery is not yet marked as sent.
// Arguments: a folder below node_modules to compile into, the database's URL, the instant that the worker's clock says.
import { compileServer } from '../../../test/compiled-server.mjs';

const [folder, databaseUrl, instant] = process.argv.slice(2);
const load = compileServer(folder);
const { parseConfiguration } = await load('libs/configuration/src/index.js');
const { openDatabase } = await load('libs/storage/src/index.js');
const { createSend } = await load('apps/server/src/alerts/send.js');
const { deliverDue } = await load('apps/server/src/alerts/delivery-worker.js');

const send = createSend(parseConfiguration({}, folder).configuration);
await deliverDue(
  await openDatabase(databaseUrl),
  { clock: () => new Date(instant), stopping: () => false, onFault: (error) => console.error(error) },
  async (...given) => {
    const result = await send(...given);
    if (result.outcome === 'sent') process.kill(process.pid, 'SIGKILL');
    return result;
  },
);
