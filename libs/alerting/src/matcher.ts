import { isLabelName, valueOf, type Labels } from './labels.js';
import { compilePattern, matchesPattern, PatternFault, type Pattern } from './pattern.js';

/**
 * One condition on one label, with Alertmanager's meaning: a missing label has the value '', and a regular expression
 * must match the whole value.
 */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export type MatcherFault =
  | { readonly code: 'label-name'; readonly label: string }
  | { readonly code: 'value-too-long'; readonly label: string; readonly most: number }
  | { readonly code: 'pattern'; readonly label: string; readonly why: string };

export const longestMatcherValue = 200;

/** What is wrong with a matcher; null when nothing is. */
export function matcherFault({ label, operator, value }: Matcher): MatcherFault | null {
  if (!isLabelName(label)) return { code: 'label-name', label };
  if (value.length > longestMatcherValue) return { code: 'value-too-long', label, most: longestMatcherValue };
  if (operator === '=' || operator === '!=') return null;
  try {
    compilePattern(value);
    return null;
  } catch (error) {
    if (error instanceof PatternFault) return { code: 'pattern', label, why: error.message };
    throw error;
  }
}

/** Throws PatternFault for a regular expression that `matcherFault` would have refused. */
export function matches({ label, operator, value }: Matcher, labels: Labels): boolean {
  const given = valueOf(labels, label);
  switch (operator) {
    case '=':
      return given === value;
    case '!=':
      return given !== value;
    case '=~':
      return matchesPattern(patternOf(value), given);
    case '!~':
      return !matchesPattern(patternOf(value), given);
  }
}

/** Whether every matcher matches; none at all match everything. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels));
}

/** A matcher as Alertmanager writes it: area=~"61.*". */
export function matcherText({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

const patterns = new Map<string, Pattern>();
/** Rules and silences have few patterns; a stream of ever new ones must not grow the process. */
const mostPatterns = 1_000;

function patternOf(text: string): Pattern {
  const known = patterns.get(text);
  if (known) return known;
  const compiled = compilePattern(text);
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(text, compiled);
  return compiled;
}
