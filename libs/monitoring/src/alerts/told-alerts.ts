import {
  alertLabels,
  appliesTo,
  fillTemplate,
  type Bilingual,
  type Language,
  type Rule,
  type Status,
  type StatusWords,
  type Template,
} from '#alerting';
import type { Verdict } from '#assessment';
import type { Indicator } from '#contract';
import {
  readIndicators,
  readTargetsByIds,
  readVerdictsOfAlerts,
  type StoredTarget,
  type TellableEpisode,
  type Tx,
} from '#storage';
import type { TargetFacts, ToldAlert } from './notification-message.js';
import { readPlanNames, type PlanNames } from './target-subjects.js';

/** So many alerts of one message carry all numbers of their verdict; a list of thousands says the rest in one line. */
const mostWithVerdicts = 50;

/** An alert as a message tells it, but for what depends on the message; by fingerprint and place in the message. */
export type Told = (fingerprint: string, place: number) => Omit<ToldAlert, 'isNews' | 'passed'>;

/** Makes ready to tell these episodes, with their texts as they are now. */
export async function toldAlerts(
  tx: Tx,
  episodes: readonly TellableEpisode[],
  { rules, statusWords }: { readonly rules: ReadonlyMap<string, Rule>; readonly statusWords: StatusWords },
): Promise<Told> {
  const names = await readPlanNames(tx);
  const facts = await readTargetFacts(tx, episodes, names);
  const plain = new Map(
    episodes.map((episode) => {
      const rule = rules.get(episode.rule);
      if (!rule) throw new Error(`an alert names the unknown rule ${episode.rule}`);
      return [episode.fingerprint, toldAlert(episode, rule, names, statusWords)];
    }),
  );
  return (fingerprint, place) => {
    const told = plain.get(fingerprint);
    if (!told) throw new Error(`the alert ${fingerprint} is to be told and is not known`);
    return place < mostWithVerdicts ? { ...told, target: facts.get(told.id) ?? null } : told;
  };
}

function toldAlert(
  episode: TellableEpisode,
  rule: Rule,
  names: PlanNames,
  statusWords: StatusWords,
): Omit<ToldAlert, 'isNews' | 'passed'> {
  const { id, fingerprint, state, about, startsAt, endsAt, acknowledged } = episode;
  const { summary, description } = alertTexts(rule, episode, statusWords);
  return {
    id,
    fingerprint,
    state,
    about,
    severity: rule.severity,
    labels: alertLabels(rule, episode.labels, about),
    names: episode.names,
    numbers: episode.numbers,
    startsAt,
    endsAt,
    // What its rule is not for any more is there all the same.
    withdrawn: state === 'resolved' && episode.reason === 'withdrawn' && appliesTo(rule, episode.labels),
    summary,
    description,
    acknowledged,
    escalatedTo: episode.escalatedTo.map((code) => ({
      code,
      name: names.organisations.get(code) ?? { zh: code, en: code },
    })),
    target: null,
  };
}

/** A rule's texts about an episode, with the numbers in them. */
export function alertTexts(
  rule: Rule,
  { labels, names, numbers, about }: Pick<TellableEpisode, 'labels' | 'names' | 'numbers' | 'about'>,
  statusWords: StatusWords,
): { readonly summary: Bilingual; readonly description: Bilingual } {
  const filling = { quantities: numbers, labels: alertLabels(rule, labels, about), names, statusWords };
  const filled = (text: (language: Language) => Template): Bilingual => ({
    zh: fillTemplate(text('zh'), 'zh', filling),
    en: fillTemplate(text('en'), 'en', filling),
  });
  return {
    summary: filled((language) => rule.texts[language].summary),
    description: filled((language) => rule.texts[language].description),
  };
}

/** What the verdicts say that these episodes speak of, by episode. */
async function readTargetFacts(
  tx: Tx,
  episodes: readonly TellableEpisode[],
  names: PlanNames,
): Promise<ReadonlyMap<number, TargetFacts>> {
  const judged = episodes.filter(({ assessment }) => assessment !== null);
  if (judged.length === 0) return new Map();
  const verdicts = await readVerdictsOfAlerts<Verdict>(
    tx,
    judged.map(({ id }) => id),
  );
  const targetIds = [...new Set([...verdicts.values()].map(({ targetId }) => targetId))];
  const targets = new Map((await readTargetsByIds(tx, targetIds)).map((target) => [target.id, target]));
  const codes = [...new Set([...targets.values()].map(({ indicator }) => indicator))];
  const indicators = new Map((await readIndicators(tx, codes)).map((one) => [one.code, one]));
  return new Map(
    judged.flatMap((episode) => {
      const known = verdicts.get(episode.id);
      const target = known && targets.get(known.targetId);
      const indicator = target && indicators.get(target.indicator);
      return known && indicator
        ? [[episode.id, factsOf(episode, target, indicator, known.verdict, names)]]
        : [];
    }),
  );
}

function factsOf(
  episode: TellableEpisode,
  target: StoredTarget,
  indicator: Indicator,
  verdict: Verdict,
  { areas, organisations }: PlanNames,
): TargetFacts {
  const named = (code: string, known: ReadonlyMap<string, Bilingual>) => ({
    code,
    name: known.get(code) ?? { zh: code, en: code },
  });
  const { code, name, due, operator, value, upper, clause } = target;
  // Of one that is over, the status that it last stood at is the one it came from.
  const from: Status | null = episode.state === 'resolved' ? episode.status : episode.from;
  return {
    target: { code, name, due, operator, value, upper, clause },
    indicator: {
      code: indicator.code,
      name: indicator.name,
      unit: indicator.unit,
      decimals: indicator.decimals,
    },
    area: named(target.area, areas),
    organisation: named(target.organisation, organisations),
    verdict,
    from,
    to: verdict.status,
  };
}
