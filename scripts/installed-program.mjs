import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The script behind a command of an installed package, to be run with Node itself: no shell, no PATH. */
export function installedProgram(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  if (!existsSync(folder)) {
    console.error(`${packageName} is not installed. Run this first: npm ci`);
    process.exit(1);
  }
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
