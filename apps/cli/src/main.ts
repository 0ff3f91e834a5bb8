#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { ConfigurationError, readConfiguration } from '#configuration';
import { AppError, type Role } from '#contract';
import { keepTimeZone } from '#storage';
import { assess } from './assess.js';
import { printBacktest } from './backtest.js';
import { benchAlerts } from './bench/alerts.js';
import { benchAssess } from './bench/assess.js';
import { benchImport } from './bench/import.js';
import { benchRead } from './bench/read.js';
import { benchServe } from './bench/serve.js';
import { exportObservations } from './export.js';
import { fuzzImport } from './fuzz/import.js';
import { makeGrafanaRole, readPassword } from './grafana-role.js';
import { importFiles, type ImportOptions } from './import.js';
import { seed } from './seed.js';
import { startServer } from './start.js';
import { listTokens, makeToken, revoke } from './token.js';
import { addUser, disableUser, listUsers, resetUser } from './user.js';
import { withDatabase, withPlan } from './with-database.js';

const configuration = () => readConfiguration(process.cwd());
const say = (line: string) => process.stdout.write(`${line}\n`);

const program = new Command('guanzhong').description(
  '关中监测 Guanzhong Monitor. Commands work on the database of the running service, or start an embedded one.',
);

program
  .command('start')
  .description('start the server and its worker (what npm start does)')
  .action(async () => {
    process.exitCode = await startServer();
  });

program
  .command('migrate')
  .description('bring the schema up to date')
  .action(() =>
    withDatabase(configuration(), say, async ({ database, configuration: { timeZone } }) => {
      await keepTimeZone(database.manager, timeZone);
      say('数据库结构已是最新 Schema is up to date.');
    }),
  );

program
  .command('seed')
  .argument('[folder]', 'folder with the plan as data', './seeds')
  .description(
    'load a plan: tasks, organisations, areas, indicators, targets, observed values; again changes nothing',
  )
  .action((folder: string) => withDatabase(configuration(), say, (context) => seed(context, folder, say)));

program
  .command('import')
  .argument('<file...>', 'files of indicator values')
  .option('--dry-run', 'check only, store nothing', false)
  .addOption(
    new Option('--on-error <what>', 'with rows that are refused')
      .choices(['reject', 'skip'])
      .default('reject'),
  )
  .option('--answer <field=place...>', 'what a question asks, e.g. time_period=column:3 or sheet=表1')
  .option('--keep-as <name>', 'keep the answers for the next file of this shape')
  .option('--json', 'print the reports as JSON', false)
  .description('upload files and print what became of them; ends with 1 when one was refused')
  .action((files: string[], options: ImportOptions) =>
    withPlan(configuration(), say, async (context) => {
      if (!(await importFiles(context, files, options, say))) process.exitCode = 1;
    }),
  );

program
  .command('export')
  .option('--indicator <codes>', 'comma list')
  .option('--area <codes>', 'comma list')
  .option('--as-of <day>', 'as it was known then')
  .description('print observations as CSV in the upload layout')
  .action((options: { indicator?: string; area?: string; asOf?: string }) =>
    withPlan(configuration(), silent, (context) => exportObservations(context, options, say)),
  );

program
  .command('assess')
  .option('--as-of <day>', 'judge as of a past day')
  .option('--json', 'print verdicts as JSON', false)
  .option('--backtest', 'how often and how early each method foretold the verdicts that are final now', false)
  .argument('[target...]', 'codes of targets; none: all')
  .description('judge targets and print the verdicts, the worst first; records nothing')
  .action((targets: string[], options: { asOf?: string; json: boolean; backtest: boolean }) =>
    withPlan(configuration(), silent, (context) =>
      options.backtest ? printBacktest(context, say) : assess(context, targets, options, say),
    ),
  );

const token = program.command('token').description('tokens for people and programs');
token
  .command('create')
  .argument('<name>', 'whose token; an existing name gets a new secret', tokenName)
  .addOption(new Option('--role <role>').choices(['viewer', 'uploader', 'admin']).default('viewer'))
  .option('--organisation <code...>', 'limit an uploader to what these organisations own')
  .option('--days <count>', 'it expires after so many days', positiveInteger)
  .description('make a token and print it once')
  .action((name: string, options: { role: Role; organisation?: string[]; days?: number }) =>
    withDatabase(configuration(), silent, (context) => makeToken(context, name, options, say)),
  );
token
  .command('revoke')
  .argument('<name>')
  .description('end a token and its sessions')
  .action((name: string) => withDatabase(configuration(), silent, (context) => revoke(context, name, say)));
token
  .command('list')
  .description('name, role, organisations, made, state, expiry, last use; secrets are not kept')
  .action(() => withDatabase(configuration(), silent, (context) => listTokens(context, say)));

const user = program.command('user').description('accounts of people, who log in with name and password');
user
  .command('add')
  .argument('<account>', 'what is typed at log-in', tokenName)
  .addOption(new Option('--role <role>').choices(['viewer', 'uploader', 'admin']).default('viewer'))
  .option('--name <name>', 'how the person is called')
  .option('--organisation <code...>', 'limit an uploader to what these organisations own')
  .description('make an account and print its first password once; the first log-in asks for another')
  .action((account: string, options: { role: Role; name?: string; organisation?: string[] }) =>
    withDatabase(configuration(), silent, (context) => addUser(context, account, options, say)),
  );
user
  .command('reset')
  .argument('<account>')
  .description('print a new first password once, end all log-ins, forget failed ones')
  .action((account: string) =>
    withDatabase(configuration(), silent, (context) => resetUser(context, account, say)),
  );
for (const [command, disabled] of [
  ['disable', true],
  ['enable', false],
] as const)
  user
    .command(command)
    .argument('<account>')
    .description(disabled ? 'let nobody in by it, and end its log-ins' : 'let it in again')
    .action((account: string) =>
      withDatabase(configuration(), silent, (context) => disableUser(context, account, disabled, say)),
    );
user
  .command('list')
  .description('account, name, role, organisations, state, last log-in')
  .action(() => withDatabase(configuration(), silent, (context) => listUsers(context, say)));

program
  .command('grafana-role')
  .argument('<login>', 'the account that Grafana is to read with', loginName)
  .description(
    'make a database login that may read the schema grafana only; the password is read from standard input',
  )
  .action(async (login: string) => {
    const password = await readPassword(process.stdin);
    await withDatabase(configuration(), silent, (context) => makeGrafanaRole(context, login, password, say));
  });

const bench = program
  .command('bench')
  .description(
    'measure this machine on made-up data, in a database that is removed afterwards; your own data is not touched',
  );
bench
  .command('import')
  .option('--rows <count>', 'rows of the file', positiveInteger, 1_000_000)
  .description('uploading a file, beside COPY, VictoriaMetrics (where it is installed) and csv-parse alone')
  .action((options: { rows: number }) => benchImport(configuration(), options.rows, say));
bench
  .command('read')
  .description('reading series, now and as of a past day, beside a bare query')
  .action(() => benchRead(configuration(), say));
bench
  .command('assess')
  .option('--targets <count>', 'how many targets, each on a series of 120 values', positiveInteger, 100_000)
  .description(
    'judging all targets and recording what changed, beside reading the same values by a bare query',
  )
  .action((options: { targets: number }) => benchAssess(configuration(), options.targets, say));
bench
  .command('serve')
  .option('--series <count>', 'how many series, each of 100 values', positiveInteger, 100_000)
  .option('--seconds <count>', 'how long each is asked in a round', positiveInteger, 5)
  .description(
    "panels asked as Grafana asks, beside a bare query and VictoriaMetrics' query_range (where it is installed)",
  )
  .action((options: { series: number; seconds: number }) => benchServe(configuration(), options, say));
bench
  .command('alerts')
  .option('--alerts <count>', 'how many targets slip at once', positiveInteger, 10_000)
  .option('--receivers <count>', 'how many are told of all of them', positiveInteger, 50)
  .option('--slips <count>', 'how many single slips are followed from upload to arrival', positiveInteger, 60)
  .description('telling of many alerts at once, beside a bare loop of fetch, and of single slips')
  .action((options: { alerts: number; receivers: number; slips: number }) =>
    benchAlerts(configuration(), options, say),
  );

program
  .command('fuzz')
  .description('try mutated files, in a database that is removed afterwards; your own data is not touched')
  .command('import')
  .option('--minutes <count>', 'how long', Number, 3)
  .option('--seed <number>', 'repeat a run', Number, Date.now() % 1_000_000)
  .option('--files <folder>', 'files to mutate', './libs/ingest/test/fixtures')
  .description('import mutated CSV files and workbooks: no crash, no hang, all or nothing')
  .action(async (options: { minutes: number; seed: number; files: string }) => {
    if (!(await fuzzImport(configuration(), options, say))) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  const refused = error instanceof AppError || error instanceof ConfigurationError;
  const text = refused
    ? error.detail
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** For commands whose output is data. */
function silent(): void {
  // Progress lines of the database have no place in a CSV or JSON that is piped on.
}

function tokenName(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(text))
    throw new InvalidArgumentError('lower-case letters, digits and -, at most 63 characters');
  return text;
}

function loginName(text: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(text) || text.startsWith('pg_'))
    throw new InvalidArgumentError('lower-case letters, digits and _, at most 63 characters, not pg_…');
  return text;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new InvalidArgumentError('a whole number above 0');
  return value;
}
