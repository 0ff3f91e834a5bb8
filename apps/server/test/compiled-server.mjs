// A child process of plain Node cannot load TypeScript, and a test must not depend on a build that may be stale: here
// the server and the libraries are compiled into a folder below node_modules, where the packages are found from.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** Compiles into `folder`; the answer imports a compiled file by its path in the repository, ending in .js. */
export function compileServer(folder) {
  const libs = readdirSync(path.join(root, 'libs'));
  for (const room of ['apps/server/src', ...libs.map((lib) => `libs/${lib}/src`)])
    for (const file of readdirSync(path.join(root, room), { recursive: true }))
      if (file.endsWith('.ts') && !file.endsWith('.spec.ts')) compileFile(path.join(room, file), folder);
  const imports = Object.fromEntries(libs.map((lib) => [`#${lib}`, `./libs/${lib}/src/index.js`]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', imports }));
  return (file) => import(pathToFileURL(path.join(folder, file)).href);
}

function compileFile(file, folder) {
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
