import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = process.cwd();
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Rules that a folder breaks, as "rule: from → to". */
function violations(folder: string): string[] {
  const run = spawnSync(
    process.execPath,
    [depcruise, '--config', join(root, '.dependency-cruiser.mjs'), 'apps', 'libs', '--output-type', 'json'],
    { cwd: join(root, folder), encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('the import rules', () => {
  it('notice every wall that the wrong house breaks', () => {
    const found = violations('scripts/fixtures/wrong-house');
    const rules = [...new Set(found.map((line) => line.split(':')[0]))].toSorted();
    expect(rules).toEqual([
      'apps-apart',
      'assessment-imports',
      'front-door',
      'ingest-imports',
      'no-cycles',
      'no-nest-below-apps',
      'pure-libraries',
      'sql-in-storage',
      'web-speaks-http',
    ]);
  });
});
