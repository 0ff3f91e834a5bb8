import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** The folders that benchmarks of this process have made and not removed. Another test's may be running beside it. */
export async function benchmarkFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`guanzhong-bench-${process.pid}-`));
}
