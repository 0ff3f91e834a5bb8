// Jest's globalSetup of the browser tests: the cluster of all tests, and one unpacked Chromium, whose path every test
// finds in TEST_CHROMIUM. Unpacked here and not by the tests: two of them at once would write the same file, and one
// would start what the other is still writing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import setUpCluster from '../../../libs/storage/test/cluster-setup.mjs';

const root = path.join(import.meta.dirname, '../../..');

export default async function setUpBrowser() {
  process.env.TEST_CHROMIUM = unpackChromium(path.join(root, 'node_modules', '.cache', 'chromium'));
  await setUpCluster();
}

/** The program in `folder`, unpacked beside it and moved there whole: a run that was killed leaves no half of it. */
function unpackChromium(folder) {
  const program = path.join(folder, 'chromium');
  if (existsSync(program)) return program;
  const draft = `${folder}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const unpacked = spawnSync(process.execPath, [path.join(root, 'scripts/unpack-chromium.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  if (unpacked.status !== 0) throw new Error(`Chromium could not be unpacked:\n${unpacked.stderr}`);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run of the tests was first; its copy is the same.
    if (!existsSync(program)) throw error;
    rmSync(draft, { recursive: true });
  }
  return program;
}
