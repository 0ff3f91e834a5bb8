// `npm test`: everything that must hold before a change lands, the cheapest first. Stops at the first that fails.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { installedProgram, root } from './installed-program.mjs';

const jest = (project) => [
  'jest',
  'jest',
  ['--selectProjects', project, ...(process.env.CI ? ['--ci'] : [])],
];
const steps = [
  ['formatting', 'prettier', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'oxlint', 'oxlint', ['--deny-warnings']],
  ['types', 'typescript', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the page', 'vue-tsc', 'vue-tsc', ['--noEmit', '-p', 'apps/web/tsconfig.json']],
  [
    'import rules',
    'dependency-cruiser',
    'depcruise',
    ['--config', '.dependency-cruiser.mjs', 'apps', 'libs', '--output-type', 'err'],
  ],
  ['build', build],
  ['unit tests', ...jest('unit')],
  ['database tests', ...jest('db')],
  ['HTTP tests', ...jest('e2e')],
  ['browser tests', ...jest('browser')],
];

const started = Date.now();
for (const [title, packageName, name, args] of steps) {
  const begun = Date.now();
  console.log(`\n— ${title}`);
  const passed =
    typeof packageName === 'function'
      ? packageName({ quiet: true })
      : spawnSync(
          process.execPath,
          [...nodeFlags(packageName), installedProgram(packageName, name), ...args],
          {
            cwd: root,
            stdio: 'inherit',
          },
        ).status === 0;
  if (!passed) {
    console.error(`\n${title}: failed`);
    process.exit(1);
  }
  console.log(`  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}
console.log(`\nAll passed in ${((Date.now() - started) / 1000).toFixed(0)} s`);

/** Jest runs ES modules only with this flag of Node's. */
function nodeFlags(packageName) {
  return packageName === 'jest' ? ['--experimental-vm-modules', '--no-warnings'] : [];
}
