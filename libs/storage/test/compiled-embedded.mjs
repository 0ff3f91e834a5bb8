// Jest's globalSetup and the child processes of the specs are plain Node, which cannot load TypeScript. So the few
// files that start Postgres are compiled here, once per state of their sources: no build is needed, and no stale
// dist/ is ever run by a test.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const folders = [
  'libs/storage/src/embedded',
  'libs/contract/src',
  'libs/alerting/src',
  'libs/time-period/src',
];

function sources() {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => ({
        file: path.join(folder, name),
        text: readFileSync(path.join(root, folder, name), 'utf8'),
      })),
  );
}

async function compile() {
  const files = sources();
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  // Below node_modules, so that the packages are found from there.
  const compiled = path.join(root, 'node_modules', '.cache', 'guanzhong-embedded', hash);
  if (existsSync(compiled)) return compiled;
  // Only now: loading the compiler takes longer than a child process otherwise lives.
  const { transformSync } = await import('@swc/core');
  const unfinished = `${compiled}.${process.pid}`;
  for (const { file, text } of files) {
    const { code } = transformSync(text, {
      filename: path.join(root, file),
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    });
    const target = path.join(unfinished, file.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  const imports = Object.fromEntries(
    ['contract', 'alerting', 'time-period'].map((lib) => [`#${lib}`, `./libs/${lib}/src/index.js`]),
  );
  writeFileSync(path.join(unfinished, 'package.json'), JSON.stringify({ type: 'module', imports }));
  try {
    renameSync(unfinished, compiled);
  } catch (error) {
    // Another process was first, with the same files.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(unfinished, { recursive: true });
  }
  return compiled;
}

/** Imports a file of libs/storage/src/embedded, for example `instance-lock.js`. */
export async function importEmbedded(name) {
  return import(pathToFileURL(path.join(await compile(), folders[0], name)).href);
}
