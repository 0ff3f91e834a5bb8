import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs the server as a process of its own and passes on what stops it; resolves to its exit code. */
export async function startServer(): Promise<number> {
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'server', 'src', 'main.js')],
    {
      stdio: 'inherit',
    },
  );
  // Ctrl-C reaches the whole group by itself; a signal sent to this process alone has to be passed on.
  const passOn = (signal: NodeJS.Signals) => server.kill(signal);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  process.on('SIGINT', () => undefined);
  const [code] = (await once(server, 'exit')) as [number | null];
  return code ?? 1;
}
