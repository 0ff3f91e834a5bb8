// A worker and the service around it that is killed somewhere: it takes an upload, judges what it changes, decides who
// is told and delivers, and dies by SIGKILL before its n-th statement to the database, or when a receiver has answered
// for the n-th time and the delivery is not yet marked. Prints how many statements it made when it is left alive.
// Arguments: a folder below node_modules that has the compiled server, or is to have it; JSON with the rest.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { compileServer } from '../../../test/compiled-server.mjs';

const [folder, given] = process.argv.slice(2);
const { databaseUrl, instant, upload, smtpUrl, dieBeforeStatement, dieAfterSend } = JSON.parse(given);
const load = existsSync(path.join(folder, 'package.json'))
  ? (file) => import(pathToFileURL(path.join(folder, file)).href)
  : compileServer(folder);
const { parseConfiguration } = await load('libs/configuration/src/index.js');
const { importFile } = await load('libs/ingest/src/index.js');
const { planDeliveries, runDueSweep } = await load('libs/monitoring/src/index.js');
const { openDatabase } = await load('libs/storage/src/index.js');
const { statusWords } = await load('apps/server/src/assessments/verdict-words.js');
const { createSend } = await load('apps/server/src/alerts/send.js');
const { deliverDue } = await load('apps/server/src/alerts/delivery-worker.js');

const die = () => process.kill(process.pid, 'SIGKILL');
const database = await openDatabase(databaseUrl);
const environment = { SMTP_URL: smtpUrl, SMTP_FROM: 'alerts@example.gov.cn', TIME_ZONE: 'Asia/Shanghai' };
const { configuration } = parseConfiguration(environment, folder);
const { timeZone } = configuration;
const now = new Date(instant);

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (...args) {
  statements += 1;
  if (statements === dieBeforeStatement) die();
  return query.apply(this, args);
};

const caller = { name: 'spec', role: 'admin', organisation: null };
await importFile(database, upload, { caller, now: () => now, timeZone });
await runDueSweep(database, { now, timeZone });
await planDeliveries(database, { now, timeZone, statusWords });
const send = createSend(configuration);
let sends = 0;
await deliverDue(
  database,
  { clock: () => now, stopping: () => false, onFault: (error) => console.error(error) },
  async (...message) => {
    const result = await send(...message);
    sends += 1;
    if (sends === dieAfterSend) die();
    return result;
  },
);
// Ends that come together are marked together: it may have been fewer statements this time.
if (dieBeforeStatement !== undefined) die();
await database.destroy();
console.log(statements);
