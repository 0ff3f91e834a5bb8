// A worker that is killed at the worst moment: it sends what is due over the real channel, and dies by SIGKILL when the
// receiver has answered and the delivery is not yet marked as sent.
// Arguments: a folder below node_modules to compile into, the database's URL, the instant that the worker's clock says.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..', '..');
const [folder, databaseUrl, instant] = process.argv.slice(2);

/** A process of plain Node cannot load TypeScript, and a test must not depend on a build that may be stale. */
function compile() {
  const libs = readdirSync(path.join(root, 'libs'));
  for (const room of ['apps/server/src', ...libs.map((lib) => `libs/${lib}/src`)])
    for (const file of readdirSync(path.join(root, room), { recursive: true }))
      if (file.endsWith('.ts') && !file.endsWith('.spec.ts')) compileFile(path.join(room, file));
  const imports = Object.fromEntries(libs.map((lib) => [`#${lib}`, `./libs/${lib}/src/index.js`]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', imports }));
}

function compileFile(file) {
  const { code } = transformSync(readFileSync(path.join(root, file), 'utf8'), {
    filename: path.join(root, file),
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  });
  const target = path.join(folder, file.replace(/\.ts$/, '.js'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, code);
}

compile();
const load = (file) => import(pathToFileURL(path.join(folder, file)).href);
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
    if (result.ok) process.kill(process.pid, 'SIGKILL');
    return result;
  },
);
