// A service reduced to its lock, for specs that race and kill it. Arguments: the data folder; or a folder and a
// name, for the lock made of socket files. Says `ready`, then obeys lines: `ask` (answered `acquired`, or the process
// id of the holder) and `release` (answered `released`).
import { createInterface } from 'node:readline';
import { importEmbedded } from './compiled-embedded.mjs';

const { acquireInstanceLock, acquireSocketFile } = await importEmbedded('instance-lock.js');
const [folder, name] = process.argv.slice(2);
const describe = () => ({ pid: process.pid, address: `http://localhost/${process.pid}` });
const say = (line) => process.stdout.write(`${line}\n`);

say('ready');
let held;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'release') {
    await held.release();
    say('released');
    continue;
  }
  const outcome =
    name === undefined
      ? await acquireInstanceLock(folder, describe)
      : await acquireSocketFile(folder, name, describe);
  if ('release' in outcome) held = outcome;
  say('release' in outcome ? 'acquired' : outcome.heldBy.pid);
}
