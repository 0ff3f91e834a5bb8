import { resolve } from 'node:path';
import { loadSeeds } from '#ingest';
import { readTargetWarnings, sweepNow } from '#monitoring';
import type { CommandContext } from './with-database.js';

/** Loads a seeds folder and judges every target again. */
export async function seed(
  { database, configuration, now }: CommandContext,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const { timeZone } = configuration;
  const loaded = await loadSeeds(database, resolve(folder), { now, timeZone });
  const sweep = await sweepNow(database, { now: now(), timeZone, cause: 'catalogue' });
  const changed = Object.entries(loaded.changed).filter(([, count]) => count > 0);
  say(
    changed.length === 0
      ? '规划没有变化 The plan is as it was.'
      : `已写入 Written: ${changed.map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
  );
  if (loaded.report === null) say('规划没有观测值 The plan has no observed values.');
  else {
    const { inserted, revised, unchanged } = loaded.report.rows;
    say(`观测值 Observed values: ${inserted} new, ${revised} revised, ${unchanged} unchanged`);
  }
  say(
    `评估 Verdicts: ${Object.entries(sweep.counts)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}`,
  );
  for (const { target, message } of await readTargetWarnings(database.manager, { asOf: now(), timeZone }))
    say(`请留意 Mind: ${target}: ${message}`);
}
