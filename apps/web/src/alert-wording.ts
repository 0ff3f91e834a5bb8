/** Alerts, their events and rules in words. */
import type { Alert, AlertEvent, AlertRule } from '#contract';
import type { AlertWords } from './alert-language';
import type { Language } from './language';
import type { Messages } from './messages.zh';
import { exactNumber } from './number-wording';
import { quantityWords } from './quantity-wording';

type Matcher = AlertRule['matchers'][number];

/** The page's sentences, those of the alert pages, and the reader's language. */
export interface Wording {
  readonly words: Messages;
  readonly alertWords: AlertWords;
  readonly language: Language;
}

const known = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;

/** Entries in the order in which their names are listed; what is not listed stands last. */
function inOrderOf<T>(
  names: Readonly<Record<string, string>>,
  given: Readonly<Record<string, T>>,
): [name: string, value: T][] {
  const places = new Map(Object.keys(names).map((name, place) => [name, place]));
  const placeOf = (name: string) => places.get(name) ?? places.size;
  return Object.entries(given).toSorted(([a], [b]) => placeOf(a) - placeOf(b));
}

/** The labels of an alert, its rule and its subject first. */
export const labelsInOrder = (labels: Alert['labels'], { alerts }: AlertWords): [string, string][] =>
  inOrderOf(alerts.label, labels);

/** Why something was decided; a reason of a later service is shown by its code. */
export const reasonWords = (reason: string, { alerts }: AlertWords): string => known(alerts.reason, reason);

export const labelWords = (label: string, { alerts }: AlertWords): string => known(alerts.label, label);

/** What a label says: the name of a code where one is known, else the value. */
export function labelValueWords(
  label: string,
  value: string,
  { names }: Pick<Alert, 'names'>,
  { words, alertWords, language }: Wording,
): string {
  const { severity, condition, about } = alertWords.alerts;
  switch (label) {
    case 'severity':
      return known(severity, value);
    case 'condition':
      return known(condition, value);
    case 'about':
      return known(about, value);
    case 'level':
      return known(words.status, value);
    default:
      return Object.hasOwn(names, label) ? (names[label]?.[language] ?? value) : value;
  }
}

/** The numbers of an alert or of an event, each with its name. */
export function numberWords(
  numbers: Alert['numbers'],
  { words, alertWords, language }: Wording,
): { name: string; text: string }[] {
  return inOrderOf(alertWords.alerts.number, numbers).map(([name, quantity]) => ({
    name: known(alertWords.alerts.number, name),
    text: quantityWords(quantity, words, language),
  }));
}

/** What an event says beyond its name: whom, why, what somebody wrote. */
export function eventDetails(
  event: AlertEvent,
  nameOf: (organisation: string) => string,
  alertWords: AlertWords,
): string {
  const { alerts } = alertWords;
  const { action, who, reason } = event;
  if (action === 'escalate' && who !== null)
    return `${alerts.escalatedTo(nameOf(who))} · ${reasonWords(reason, alertWords)}`;
  if (who !== null) return alerts.by(who);
  return reasonWords(reason, alertWords);
}

/** One matcher: 责任单位 等于 西安市政府. */
export function matcherWords(
  { label, operator, value }: Matcher,
  nameOf: (label: string, value: string) => string,
  alertWords: AlertWords,
): string {
  const { operators, empty } = alertWords.matchers;
  const shown = value === '' ? empty : nameOf(label, value);
  return `${labelWords(label, alertWords)} ${operators[operator]} ${shown}`;
}

/** Matchers that must all hold. */
export const allMatcherWords = (
  matchers: readonly Matcher[],
  nameOf: (label: string, value: string) => string,
  alertWords: AlertWords,
): string =>
  matchers.map((matcher) => matcherWords(matcher, nameOf, alertWords)).join(alertWords.matchers.and);

type Span = AlertRule['for'];

/** The unit of a span and how many of it. */
export function spanParts(span: Span): {
  unit: 'sweeps' | 'days' | 'workingDays' | 'releases';
  amount: number;
} {
  if ('sweeps' in span) return { unit: 'sweeps', amount: span.sweeps };
  if ('days' in span) return { unit: 'days', amount: span.days };
  if ('workingDays' in span) return { unit: 'workingDays', amount: span.workingDays };
  return { unit: 'releases', amount: span.releases };
}

function spanWords(span: Span, { rules }: AlertWords): string {
  const { unit, amount } = spanParts(span);
  return rules.words.spans[unit](exactNumber(amount, 0));
}

const percentWords = (share: number) => `${exactNumber(Math.round(share * 100_000) / 1000, 0)}%`;

/** Whether a rule on what is overdue means values, stages of projects or both: only stages have these labels. */
function overdueOf(matchers: readonly Matcher[]): 'overdue' | 'overdueStage' | 'overdueEither' {
  const given = matchers.filter(({ label }) => label === 'project' || label === 'stage');
  if (given.length === 0) return 'overdueEither';
  const isForValues = given.every(({ operator, value }) => operator === '=' && value === '');
  return isForValues ? 'overdue' : 'overdueStage';
}

/** What a rule's condition looks for, in one sentence. */
export function conditionWords(
  { condition, matchers }: Pick<AlertRule, 'condition' | 'matchers'>,
  { words, alertWords }: Pick<Wording, 'words' | 'alertWords'>,
): string {
  const said = alertWords.rules.words;
  switch (condition.kind) {
    case 'statusWorsens':
      return said.statusWorsens(words.status[condition.level]);
    case 'forecastBelow':
      return (
        said.forecastBelow(percentWords(condition.probability)) +
        (condition.recoverAt === undefined ? '' : said.recoverAt(percentWords(condition.recoverAt)))
      );
    case 'overdue':
      return said[overdueOf(matchers)](exactNumber(condition.days, 0));
    case 'revisionLarger':
      return 'share' in condition
        ? said.revisionShare(percentWords(condition.share))
        : said.revisionAbsolute(exactNumber(condition.absolute, 0));
    case 'importRefused':
      return said.importRefused;
    case 'sourceSilent':
      return said.sourceSilent;
    case 'valueBeyond':
      return (
        said.valueBeyond(said.operators[condition.operator], exactNumber(condition.threshold, 0)) +
        (condition.recoverAt === undefined ? '' : said.recoverAt(exactNumber(condition.recoverAt, 0)))
      );
  }
}

/** How long a rule waits before it fires, before it ends, and for data. */
export function timingWords(
  rule: Pick<AlertRule, 'for' | 'keepFiring' | 'noDataFor'>,
  words: AlertWords,
): string[] {
  const said = words.rules.words;
  const amount = (span: Span) => spanParts(span).amount;
  return [
    amount(rule.for) === 0 ? said.atOnce : said.lasting(spanWords(rule.for, words)),
    amount(rule.keepFiring) === 0 ? said.endsAtOnce : said.kept(spanWords(rule.keepFiring, words)),
    said.blind(spanWords(rule.noDataFor, words)),
  ];
}
