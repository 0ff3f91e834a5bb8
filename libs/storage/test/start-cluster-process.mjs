// A service reduced to its database, for specs that kill it: starts Postgres on the folder named as argument, says
// its URL, and lives until it is told to stop.
import { importEmbedded } from './compiled-embedded.mjs';

const { startEmbeddedPostgres } = await importEmbedded('embedded-postgres.js');
const cluster = await startEmbeddedPostgres({ dataDir: process.argv[2], log: () => undefined });
process.once('SIGTERM', () => void cluster.stop());
process.stdout.write(`${cluster.url}\n`);
