/** Writes every dashboard below dashboards/built; run from the project's folder (`npm run dashboards`). */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtFiles } from './built-files.js';

const folder = join(process.cwd(), 'dashboards', 'built');
rmSync(folder, { recursive: true, force: true });
for (const { path, text } of builtFiles()) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
