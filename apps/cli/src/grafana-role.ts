import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '#contract';
import { keepGrafanaReader } from '#storage';
import type { CommandContext } from './with-database.js';

const shortestPassword = 12;

/** Makes the login that Grafana reads the schema `grafana` with, and says what to enter there. */
export async function makeGrafanaRole(
  { database }: CommandContext,
  login: string,
  password: string,
  say: (line: string) => void,
): Promise<void> {
  // Other characters would be normalised differently by different programs.
  if (!/^[\x20-\x7e]+$/.test(password) || password.length < shortestPassword)
    throw new AppError(
      'invalid-request',
      `口令须为至少 ${shortestPassword} 个 ASCII 可见字符，由标准输入给出。\n` +
        `The password must be at least ${shortestPassword} printable ASCII characters; it is read from standard input.`,
    );
  const address = await keepGrafanaReader(database, login, password);
  say(
    `账号已就绪，只能读取 grafana 模式。The login is ready; it may read the schema grafana and nothing else.`,
  );
  say('在 Grafana 中填写 Enter in Grafana (Connections, Data sources, PostgreSQL):');
  say(`  Host URL       ${address.host}`);
  say(`  Database name  ${address.database}`);
  say(`  Username       ${login}`);
  say('  Password       (the one just given)');
  say('  TLS/SSL Mode   disable on the same machine, else as the database is set up');
  say('  详见 More: docs/grafana-postgresql.md');
}

/** A password from standard input: a line typed unseen at a terminal, else everything up to the end. */
export async function readPassword(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
): Promise<string> {
  if (!input.isTTY) return (await text(input)).replace(/\r?\n$/, '');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: true });
  process.stderr.write('口令 Password: ');
  const password = await lines.question('');
  lines.close();
  process.stderr.write('\n');
  return password;
}
