/** The fields of a target: as a form shows them, and the target that they make. */
import type { FieldFault, Target } from '#contract';
import type { CatalogueWords } from './catalogue-language';
import { ownFault } from './field-faults';
import type { Messages } from './messages.zh';
import { decimalTyped, textIn, textOrNull, type Draft, type Field, type Option } from './entry-fields';
import { periodTyped } from './reporting';

export interface TargetChoices {
  /** The unit of each indicator, by its code. */
  readonly units: ReadonlyMap<string, string>;
  readonly indicators: readonly Option[];
  readonly areas: readonly Option[];
  readonly organisations: readonly Option[];
  readonly tasks: readonly Option[];
}

const operators = ['atLeast', 'atMost', 'within', 'complete', 'direction'] as const;
const methods = [
  'growthRatio',
  'elapsedShare',
  'extrapolatedShare',
  'attainment',
  'milestone',
  'direction',
] as const;
const trajectories = ['linear', 'geometric', 'milestones', 'none'] as const;
const frequencyCodes = ['A', 'S', 'Q', 'M', 'D'] as const;

export function targetDraft(target: Target): Draft {
  const { thresholds, baseline } = target;
  return {
    code: target.code,
    'name.zh': target.name.zh,
    'name.en': target.name.en,
    operator: target.operator,
    value: target.value ?? '',
    upper: target.upper ?? '',
    due: target.due,
    'baseline.period': baseline?.period ?? '',
    'baseline.value': baseline?.value ?? '',
    trajectory: target.trajectory,
    milestones: target.milestones
      .toSorted((a, b) => (a.period < b.period ? -1 : 1))
      .map(({ period, value }) => `${period} ${value}`)
      .join('\n'),
    method: target.method,
    'thresholds.onTrack': thresholds ? String(thresholds.onTrack) : '',
    'thresholds.atRisk': thresholds ? String(thresholds.atRisk) : '',
    'thresholds.offTrack': thresholds ? String(thresholds.offTrack) : '',
    zeroAs: target.zeroAs ?? '',
    'clause.task': String(target.clause.task),
    'clause.quote': target.clause.quote,
    organisation: target.organisation,
    'note.zh': target.note?.zh ?? '',
    'note.en': target.note?.en ?? '',
    indicator: target.indicator,
    area: target.area,
    frequency: target.frequency,
    ...Object.fromEntries(
      Object.entries(target.breakdown).map(([dimension, code]) => [`breakdown.${dimension}`, code]),
    ),
  };
}

/** Of a target that is not there yet. */
export const emptyTarget: Draft = {
  operator: 'atLeast',
  trajectory: 'none',
  method: 'elapsedShare',
  frequency: 'A',
};

export function targetFields(
  draft: Draft,
  words: CatalogueWords,
  page: Messages,
  choices: TargetChoices,
  isNew: boolean,
): Field[] {
  const say = words.target;
  const { goal, path, method, source, subject } = say.sections;
  const named = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>): Option[] =>
    values.map((value) => ({ value, label: names[value] }));
  const dimensions = Object.keys(draft).filter((key) => key.startsWith('breakdown.'));
  const unit = choices.units.get(textIn(draft, 'indicator'));
  const inUnit = (label: string) => (unit === undefined ? label : say.withUnit(label, unit));
  const noBaseline = textIn(draft, 'baseline.period') === '';
  return [
    { path: 'code', section: goal, label: say.code, note: say.codeNote, input: 'text', hidden: !isNew },
    {
      path: 'operator',
      section: goal,
      label: say.operator,
      input: 'choice',
      options: named(operators, say.operators),
    },
    {
      path: 'value',
      section: goal,
      label: inUnit(say.value),
      input: 'number',
      hidden: draft['operator'] === 'direction',
    },
    {
      path: 'upper',
      section: goal,
      label: inUnit(say.upper),
      input: 'number',
      hidden: draft['operator'] !== 'within',
    },
    { path: 'due', section: goal, label: say.due, note: say.dueNote, input: 'text' },
    { path: 'baseline.period', section: path, label: say.baselinePeriod, input: 'text' },
    {
      path: 'baseline.value',
      section: path,
      label: inUnit(say.baselineValue),
      note: say.baselineNote,
      input: 'number',
      hidden: noBaseline,
    },
    {
      path: 'trajectory',
      section: path,
      label: say.trajectory,
      input: 'choice',
      options: named(trajectories, say.trajectories),
    },
    {
      path: 'milestones',
      section: path,
      label: say.milestones,
      note: words.editor.milestone,
      input: 'long',
      hidden: draft['trajectory'] !== 'milestones',
    },
    {
      path: 'method',
      section: method,
      label: say.method,
      input: 'choice',
      options: named(methods, page.method),
    },
    {
      path: 'thresholds.onTrack',
      section: method,
      label: say.onTrack,
      note: say.thresholdNote,
      input: 'number',
    },
    { path: 'thresholds.atRisk', section: method, label: say.atRisk, input: 'number' },
    { path: 'thresholds.offTrack', section: method, label: say.offTrack, input: 'number' },
    { path: 'zeroAs', section: method, label: inUnit(say.zeroAs), note: say.zeroAsNote, input: 'number' },
    {
      path: 'clause.task',
      roomy: true,
      section: source,
      label: say.task,
      input: 'choice',
      options: choices.tasks,
    },
    {
      path: 'organisation',
      roomy: true,
      section: source,
      label: say.organisation,
      input: 'choice',
      options: choices.organisations,
    },
    { path: 'clause.quote', section: source, label: say.quote, input: 'long' },
    { path: 'name.zh', roomy: true, section: source, label: say.nameZh, input: 'text' },
    { path: 'name.en', roomy: true, section: source, label: say.nameEn, input: 'text' },
    { path: 'note.zh', section: source, label: say.noteZh, input: 'long' },
    { path: 'note.en', section: source, label: say.noteEn, input: 'long' },
    {
      path: 'indicator',
      roomy: true,
      section: subject,
      label: say.indicator,
      input: 'choice',
      options: choices.indicators,
    },
    { path: 'area', section: subject, label: say.area, input: 'choice', options: choices.areas },
    ...dimensions.map((key): Field => ({
      path: key,
      section: subject,
      label: say.breakdown(key.slice('breakdown.'.length)),
      input: 'text',
    })),
    {
      path: 'frequency',
      section: subject,
      label: say.frequency,
      input: 'choice',
      options: named(frequencyCodes, words.frequencies),
    },
  ];
}

/** The target that a draft makes, or what of it cannot be read. The service checks the rest. */
export function targetOf(draft: Draft, words: CatalogueWords): { entry: Target } | { faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => void faults.push(ownFault(path, message));
  const needed = (path: string): string => {
    const text = textIn(draft, path);
    if (text === '') fault(path, words.editor.missing);
    return text;
  };
  const number = (path: string, text = textIn(draft, path)): string | null => {
    const decimal = decimalTyped(text);
    if (decimal === undefined) fault(path, words.editor.number);
    return decimal ?? null;
  };
  const period = (path: string, text = textIn(draft, path)): string => {
    const read = periodTyped(text);
    if (read === null) fault(path, words.editor.period);
    return read ?? '';
  };
  const one = <T extends string>(path: string, all: readonly T[]): T =>
    all.find((value) => value === draft[path]) ?? all[0]!;

  const operator = one('operator', operators);
  const trajectory = one('trajectory', trajectories);
  const levels = ['onTrack', 'atRisk', 'offTrack'] as const;
  const given = levels.filter((level) => textIn(draft, `thresholds.${level}`) !== '');
  for (const level of levels)
    if (given.length > 0 && !given.includes(level)) fault(`thresholds.${level}`, words.editor.missing);
  const level = (name: (typeof levels)[number]) => Number(number(`thresholds.${name}`) ?? 0);
  const milestones = textIn(draft, 'milestones')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, when = '', value = ''] = /^\s*(\S+)[\s:：=]+(\S+)\s*$/.exec(line) ?? [];
      if (when === '') fault('milestones', words.editor.milestone);
      return { period: period('milestones', when), value: number('milestones', value) ?? '' };
    });
  const noteZh = textIn(draft, 'note.zh');
  const noteEn = textIn(draft, 'note.en');
  const hasNote = noteZh !== '' || noteEn !== '';
  const entry: Target = {
    code: needed('code'),
    name: { zh: needed('name.zh'), en: needed('name.en') },
    indicator: needed('indicator'),
    area: needed('area'),
    breakdown: Object.fromEntries(
      Object.keys(draft)
        .filter((key) => key.startsWith('breakdown.'))
        .map((key) => [key.slice('breakdown.'.length), needed(key)]),
    ),
    frequency: one('frequency', frequencyCodes),
    due: period('due'),
    operator,
    value: operator === 'direction' ? null : number('value'),
    upper: operator === 'within' ? number('upper') : null,
    baseline:
      textIn(draft, 'baseline.period') === ''
        ? null
        : { period: period('baseline.period'), value: number('baseline.value') },
    method: one('method', methods),
    thresholds:
      given.length === 0
        ? null
        : { onTrack: level('onTrack'), atRisk: level('atRisk'), offTrack: level('offTrack') },
    zeroAs: number('zeroAs'),
    trajectory,
    milestones: trajectory === 'milestones' ? milestones : [],
    clause: { task: Number(needed('clause.task')), quote: needed('clause.quote') },
    organisation: needed('organisation'),
    note: hasNote ? { zh: needed('note.zh'), en: needed('note.en') } : null,
  };
  if (operator !== 'direction' && textOrNull(draft, 'value') === null) fault('value', words.editor.missing);
  return faults.length > 0 ? { faults } : { entry };
}
