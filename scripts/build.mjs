// Builds the service, the CLI and the page into dist/, each only when its sources are newer than what was built.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedProgram, root } from './installed-program.mjs';

const parts = [
  {
    name: 'service',
    stamp: 'dist/.service-built',
    sources: ['apps/server/src', 'apps/cli/src', 'libs', 'tsconfig.json', 'tsconfig.build.json'],
    clean: ['dist/apps', 'dist/libs', 'dist/.tsbuildinfo'],
    command: [installedProgram('typescript', 'tsc'), '-p', 'tsconfig.build.json'],
    // What a worker thread runs is JavaScript in the sources too, and goes beside what was compiled.
    copied: /^(?:libs\/[^/]+|apps\/server)\/src\/(?!.*\/test\/).*\.mjs$/,
  },
  {
    name: 'page',
    stamp: 'dist/.page-built',
    sources: ['apps/web', 'libs/contract/src'],
    clean: ['dist/web'],
    command: [
      installedProgram('vite', 'vite'),
      'build',
      '--config',
      'apps/web/vite.config.ts',
      '--logLevel',
      'warn',
    ],
  },
];

/** Builds what is out of date; resolves to whether everything is built. */
export function build({ quiet = false } = {}) {
  for (const part of parts) {
    const hash = hashOf([...part.sources, 'package-lock.json']);
    const stamp = join(root, part.stamp);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    if (!quiet) console.log(`正在构建 Building the ${part.name}…`);
    for (const old of [part.stamp, ...part.clean]) rmSync(join(root, old), { recursive: true, force: true });
    const [program, ...args] = part.command;
    const { status } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
    if (status !== 0) return false;
    if (part.copied) copy(part.sources, part.copied);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  }
  return true;
}

function copy(places, pattern) {
  const files = places.flatMap((place) => filesOf(join(root, place))).map((file) => relative(root, file));
  for (const file of files.map((name) => name.replaceAll('\\', '/')).filter((name) => pattern.test(name))) {
    mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
    copyFileSync(join(root, file), join(root, 'dist', file));
  }
}

/** Content, not times: a fresh clone has new times for old files. */
function hashOf(places) {
  const hash = createHash('sha256');
  for (const place of places)
    for (const file of filesOf(join(root, place))) {
      hash.update(relative(root, file));
      hash.update(readFileSync(file));
    }
  return hash.digest('hex');
}

function filesOf(place) {
  if (!existsSync(place)) return [];
  const entries = readdirSync(dirname(place), { withFileTypes: true });
  const own = entries.find((entry) => join(dirname(place), entry.name) === place);
  if (own?.isFile()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(build() ? 0 : 1);
