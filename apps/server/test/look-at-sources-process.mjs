// Looks at the sources that are due, once, to be killed while it is at it.
// Arguments: a folder below node_modules to compile into, the database's URL, the instant that its clock says.
import { compileServer } from './compiled-server.mjs';

const [folder, databaseUrl, instant] = process.argv.slice(2);
const load = compileServer(folder);
const { parseConfiguration } = await load('libs/configuration/src/index.js');
const { openDatabase } = await load('libs/storage/src/index.js');
const { SourceRunner } = await load('apps/server/src/sources/source-runner.js');

const runner = new SourceRunner({
  database: await openDatabase(databaseUrl),
  configuration: parseConfiguration({}, folder).configuration,
  clock: () => new Date(instant),
  onFault: (error) => console.error(error),
});
await runner.pass();
await runner.idle();
process.exit(0);
