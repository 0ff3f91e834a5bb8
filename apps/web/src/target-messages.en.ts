/** What a target's page says in English of the verdict's history, of a missing forecast and of supposed values. */
import type * as zh from './target-messages.zh';

const years = (count: number | string) => `${count} year${String(count) === '1' ? '' : 's'}`;

export const history: typeof zh.history = {
  title: 'How the verdict changed',
  basis: 'Which changes to show',
  recorded: 'Recorded',
  retraced: 'Retraced',
  recordedMeaning: 'The verdicts as the system gave and recorded them at the time.',
  retracedMeaning:
    'Retraced from the data released by then: the verdicts that would have been given, worked out today and not recorded at the time.',
  recordedAt: (instant) => `recorded ${instant}`,
  since: (day) => `since ${day}`,
  unchanged: 'verdict unchanged',
  asOf: (day) => `as of ${day}`,
  open: 'See the page of that day',
  shown: 'the day of this page',
  vintage: 'Value behind it',
  knownFrom: (day) => `known since ${day}`,
  countedFromEnd: 'counts from the last day of its period on',
  import: (id) => `import #${id}`,
  until: (day) => `Only what came until ${day}.`,
  showRest: (count) => `Also list ${count} update${count === 1 ? '' : 's'} that left the verdict unchanged`,
  hideRest: 'List only changes of the verdict',
  empty: {
    recorded: 'Nothing recorded yet.',
    retraced: 'No data has been released: there is nothing to retrace from.',
  },
};

export const forecastRefusal: typeof zh.forecastRefusal = {
  'no-target-value': 'No forecast: the plan names no value',
  'due-passed': 'No forecast: the deadline has passed',
  'due-observed': 'No forecast is needed: the value at the deadline is known',
  'no-value': 'No forecast: there is no value yet',
  'too-few-periods': (count) => `No forecast: ${years(count)} of values; it takes 3`,
  'beyond-horizon': (ahead, span) =>
    `No forecast: the deadline is ${years(ahead)} after the latest value, more than twice the ${years(span)} that the values span`,
  'no-variation': (value) =>
    `No forecast: the values lie exactly on a line (it leads to ${value}), which leaves no way to tell the error`,
  other: 'No forecast',
};

export const forecastMethod: typeof zh.forecastMethod = {
  linearTrend: (values) => `straight line through ${values} years`,
  seasonalSmoothing: (values) => `seasonal exponential smoothing of ${values} values`,
};

export const whatIf: typeof zh.whatIf = {
  title: 'What if',
  note: 'Move the slider or enter a value and the verdict follows. Only a calculation: nothing is stored.',
  ifPeriod: 'If the value for',
  valueIs: 'were',
  slider: (period) => `Slide: the value for ${period}`,
  untouched: 'nothing supposed yet',
  reading: 'Calculating…',
  notANumber: 'Enter a number, such as 99.5',
  below: (least) => `This indicator is never below ${least}`,
  above: (most) => `This indicator is never above ${most}`,
  isValue: (period, value) => `${period} were ${value}`,
  and: ' and ',
  supposed: (values) => `If ${values}, the verdict would be`,
  drop: 'Drop',
  forget: (period) => `Drop the value supposed for ${period}`,
  reset: 'Clear all',
  unlike: 'The verdict now is',
  same: 'The same as the verdict now',
  judgedOn: (day) => `Judged on ${day}, when that value would be out`,
  need: {
    atLeast: (period, value) => `To be on track or achieved, ${period} needs at least ${value}`,
    atMost: (period, value) => `To be on track or achieved, ${period} must be at most ${value}`,
    'no-value': (period) => `Whatever the value for ${period}, it could not be on track`,
    'any-value': (period) => `Whatever the value for ${period}, it would be on track or achieved`,
    'no-period-left': 'No period is left before the deadline',
  },
};
