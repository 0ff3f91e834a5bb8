import {
  writtenAlertRuleSchema,
  writtenAlertSettingsSchema,
  type WrittenAlertRule,
  type WrittenAlertSettings,
} from '#contract';
import { readSeedFile } from './read-seeds.js';
import { prepareAlertData } from './seed-mappings.js';
import type { SeedFault, SeedReading } from './seed-reading.js';
import { readYamlList, readYamlMapping } from './seed-yaml.js';

export const alertRulesFile = 'alert-rules.yml';
export const alertSettingsFile = 'alert-settings.yml';

export interface AlertSeeds {
  readonly rules: readonly (WrittenAlertRule & { readonly name: string })[];
  readonly settings: WrittenAlertSettings;
}

/**
 * Reads alert-rules.yml and alert-settings.yml of a seeds folder. All faults of both come back in one pass.
 * @param organisations codes of the catalogue that they are loaded with
 */
export async function readAlertSeeds(
  folder: string,
  organisations: ReadonlySet<string>,
): Promise<AlertSeeds | { readonly faults: SeedFault[] }> {
  const [rules, settings] = await Promise.all([
    readSeedFile(folder, alertRulesFile, (file, text) =>
      readYamlList(file, text, writtenAlertRuleSchema, prepareAlertData),
    ),
    readSeedFile(folder, alertSettingsFile, (file, text) =>
      readYamlMapping(file, text, writtenAlertSettingsSchema, prepareAlertData),
    ),
  ]);
  const named = namedRules(rules);
  const sound = settings.items[0] ?? null;
  if (sound) settings.faults.push(...settingsFaults(settings.file, sound, organisations));
  const faults = [...rules.faults, ...settings.faults];
  return faults.length > 0 || !sound ? { faults } : { rules: named, settings: sound.value };
}

/** The rules, which are known by their names alone; those without one, or with another's, are faults. */
function namedRules(rules: SeedReading<WrittenAlertRule>): AlertSeeds['rules'] {
  const named = new Map<string, WrittenAlertRule & { readonly name: string }>();
  for (const { value, locate } of rules.items) {
    const { name, version } = value;
    const fault = (path: string, message: string) =>
      rules.faults.push({ file: rules.file, ...locate([path]), message });
    if (name === undefined) fault('name', 'is missing');
    else if (named.has(name)) fault('name', `there are two rules named ${name}`);
    else if (version !== undefined) fault('version', 'a rule of the seeds is always its first version');
    else named.set(name, { ...value, name });
  }
  return [...named.values()];
}

/** What the schema cannot see: organisations that are not there, and receivers, which no seeds bring. */
function settingsFaults(
  file: string,
  { value, locate }: SeedReading<WrittenAlertSettings>['items'][number],
  organisations: ReadonlySet<string>,
): SeedFault[] {
  const { root, heartbeat, escalation } = value;
  const fault = (path: readonly string[], message: string) => ({ file, ...locate(path), message });
  const receivers = 'it names receivers, which are set up when the service runs: null here';
  const { superiors = {}, leadingGroup = null } = escalation ?? {};
  const named = [
    ...Object.entries(superiors).flatMap(([code, superior]) =>
      [code, superior].map((one) => ({ path: ['escalation', 'superiors', code], one })),
    ),
    ...(leadingGroup === null ? [] : [{ path: ['escalation', 'leadingGroup'], one: leadingGroup }]),
  ];
  return [
    ...(root ? [fault(['root'], receivers)] : []),
    ...(heartbeat ? [fault(['heartbeat'], receivers)] : []),
    ...named
      .filter(({ one }) => !organisations.has(one))
      .map(({ path, one }) => fault(path, `there is no organisation ${one}`)),
  ];
}
