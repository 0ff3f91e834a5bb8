/**
 * What a reader of a verdict should know besides it, in words: where the trend leads, that a newer value is overdue,
 * that another method would judge otherwise, that the value may be revised. Each is said only where the verdict says it.
 */
import type { Status, Verdict } from '#assessment';
import {
  methodWords,
  periodWords,
  statusWords,
  valueWords,
  type VerdictFacts,
  type Words,
} from './verdict-words.js';

export type RemarkCode =
  /** Where the series leads by the due period, and how likely it meets the target. */
  | 'forecast'
  /** A newer value should be known. */
  | 'stale'
  /** Other applicable methods give another status. */
  | 'methods-disagree'
  /** The judged value is provisional or estimated. */
  | 'provisional'
  /** The way is counted from another period than the one the target names. */
  | 'baseline-substituted';

export interface Remark {
  readonly code: RemarkCode;
  readonly text: Words;
}

/** Whether a verdict stands well now while its forecast gives the target less than an even chance. */
export function trendFallsShort({ status, forecast }: Verdict): boolean {
  // A verdict recorded before there were forecasts has none.
  return (status === 'onTrack' || status === 'achieved') && (forecast?.probability ?? 1) < 0.5;
}

type Facts = Pick<VerdictFacts, 'unit' | 'decimals'>;

/** The remarks on a verdict, the one that may change most in its reading first. */
export function remarksOf(verdict: Verdict, facts: Facts): Remark[] {
  const remarks: [RemarkCode, Words | null][] = [
    ['forecast', forecastWords(verdict, facts)],
    ['stale', staleWords(verdict)],
    ['methods-disagree', disagreementWords(verdict)],
    ['provisional', provisionalWords(verdict)],
    ['baseline-substituted', substitutedWords(verdict, facts)],
  ];
  return remarks.flatMap(([code, text]) => (text ? [{ code, text }] : []));
}

function forecastWords({ forecast }: Verdict, facts: Facts): Words | null {
  if (!forecast) return null;
  // Something is counted in whole things, but what is expected of it is none of them: 97.5 routes are not 98.
  const decimals = Math.max(facts.decimals, 1);
  const number = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const due = periodWords(forecast.period);
  const range = [number(forecast.lower), number(forecast.upper)] as const;
  const chance = chanceWords(forecast.probability);
  return {
    zh: `按以往走势，${due.zh}预计为${number(forecast.value)}${facts.unit.zh}（80%区间${range[0]}～${range[1]}），实现目标的概率${chance.zh}。`,
    en: `If it goes on as before, ${due.en} comes to ${number(forecast.value)} (80% interval ${range[0]} to ${range[1]}); the probability of meeting the target is ${chance.en}.`,
  };
}

/** No finer than by whole per cent, and never as certainty where there is none. */
function chanceWords(probability: number): Words {
  if (probability === 0) return { zh: '为0', en: 'nil' };
  if (probability === 1) return { zh: '为100%', en: '100%' };
  if (probability < 0.01) return { zh: '不到1%', en: 'less than 1%' };
  if (probability > 0.99) return { zh: '超过99%', en: 'more than 99%' };
  const share = Math.round(probability * 100);
  return { zh: `约为${share}%`, en: `about ${share}%` };
}

function staleWords({ stale }: Verdict): Words | null {
  if (!stale) return null;
  const newest = periodWords(stale.newest);
  const expected = periodWords(stale.expected);
  const by = periodWords(stale.expectedBy);
  return {
    zh: `数据陈旧：最新为${newest.zh}，${expected.zh}的数据应不晚于${by.zh}公布。`,
    en: `Stale: the newest value is of ${newest.en}; that of ${expected.en} should have been out by ${by.en}.`,
  };
}

function disagreementWords({ status, method, byMethod, disagreement }: Verdict): Words | null {
  if (!disagreement) return null;
  const methodsOf = new Map<Status, string[]>();
  for (const [other, result] of Object.entries(byMethod))
    if (other !== method && result.status !== status)
      methodsOf.set(result.status, [...(methodsOf.get(result.status) ?? []), other]);
  if (methodsOf.size === 0) return null;
  const others = [...methodsOf].map(([other, methods]): Words => {
    const names = methods.map((name) => methodWords[name] ?? { zh: name, en: name });
    return {
      zh: `按${names.map(({ zh }) => zh).join('、')}为${statusWords[other].zh}`,
      en: `${statusWords[other].en.toLowerCase()} by ${names.map(({ en }) => en).join(', ')}`,
    };
  });
  return {
    zh: `各方法结论不一：${others.map(({ zh }) => zh).join('；')}。`,
    en: `Methods disagree: ${others.map(({ en }) => en).join('; ')}.`,
  };
}

function provisionalWords({ provisional }: Verdict): Words | null {
  if (!provisional) return null;
  return {
    zh: '所依据的数据为初步数或估计数，以后可能修订。',
    en: 'The value judged is preliminary or estimated and may be revised.',
  };
}

function substitutedWords({ baseline }: Verdict, facts: Facts): Words | null {
  if (!baseline?.substituted) return null;
  const { zh, en } = valueWords(baseline, facts);
  return {
    zh: `没有规划所定基期的数据，以${zh}作为起点。`,
    en: `For want of a value at a baseline that the plan sets, the way is counted from ${en}.`,
  };
}
