import { join } from 'node:path';
import { ConfigurationError, readConfiguration } from '#configuration';
import { AppError } from '#contract';
import { startService } from './service.js';

/** The process: read the settings, start, say where it is, stop when told to. */
async function main(): Promise<void> {
  const folder = process.cwd();
  const configuration = readConfiguration(folder);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const stopAsked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopAsked.signal.aborted) process.exit(130);
      stopAsked.abort();
    });
  const service = await startService(configuration, {
    webFolder: join(import.meta.dirname, '..', '..', '..', 'web'),
    say,
    stopAsked: stopAsked.signal,
  });
  await service.ended;
}

main().catch((error: unknown) => {
  process.stderr.write(`\n关中监测未能启动 Guanzhong Monitor could not start:\n${describe(error)}\n`);
  process.exit(1);
});

/** A fault that the operator can act on in its own words; anything else with its stack. */
function describe(error: unknown): string {
  if (error instanceof AppError || error instanceof ConfigurationError) return error.detail;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
