/** The fields of an indicator: as a form shows them, and the indicator that they make. */
import type { FieldFault, Indicator } from '#contract';
import type { CatalogueWords } from './catalogue-language';
import {
  decimalTyped,
  listIn,
  textIn,
  textOrNull,
  type Draft,
  type Field,
  type Option,
} from './entry-fields';
import { ownFault } from './field-faults';
import type { Messages } from './messages.zh';
import { linesOf } from './text-lines';

export interface IndicatorChoices {
  readonly organisations: readonly Option[];
  readonly tasks: readonly Option[];
}

const kinds = ['stock', 'flow', 'average'] as const;
const directions = ['up', 'down', 'within'] as const;
const frequencyCodes = ['A', 'S', 'Q', 'M', 'D'] as const;
const growthRates = ['auto', 'yes', 'no'] as const;

export function indicatorDraft(indicator: Indicator): Draft {
  const { isGrowthRate } = indicator;
  return {
    code: indicator.code,
    'name.zh': indicator.name.zh,
    'name.en': indicator.name.en,
    'definition.zh': indicator.definition.zh,
    'definition.en': indicator.definition.en,
    note: indicator.note ?? '',
    kind: indicator.kind,
    'unit.zh': indicator.unit.zh,
    'unit.en': indicator.unit.en,
    decimals: String(indicator.decimals),
    direction: indicator.direction,
    lowerBound: indicator.lowerBound ?? '',
    upperBound: indicator.upperBound ?? '',
    naturalLimit: indicator.naturalLimit ?? '',
    frequency: indicator.frequency,
    releaseLagDays: String(indicator.releaseLagDays),
    owner: indicator.owner,
    tasks: indicator.tasks.map(String),
    dimensions: indicator.dimensions.join('\n'),
    formula: indicator.formula ?? '',
    isGrowthRate: isGrowthRate === true ? 'yes' : isGrowthRate === false ? 'no' : 'auto',
    areaRollUp: indicator.areaRollUp ? JSON.stringify(indicator.areaRollUp) : '',
  };
}

/** Of an indicator that is not there yet. */
export const emptyIndicator: Draft = {
  kind: 'flow',
  decimals: '0',
  direction: 'up',
  frequency: 'A',
  releaseLagDays: '30',
  isGrowthRate: 'auto',
};

export function indicatorFields(
  words: CatalogueWords,
  page: Messages,
  choices: IndicatorChoices,
  isNew: boolean,
): Field[] {
  const say = words.indicator;
  const { meaning, measure, release, computed } = say.sections;
  const named = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>): Option[] =>
    values.map((value) => ({ value, label: names[value] }));
  return [
    {
      path: 'code',
      section: meaning,
      label: words.target.code,
      note: words.target.codeNote,
      input: 'text',
      hidden: !isNew,
    },
    { path: 'name.zh', roomy: true, section: meaning, label: words.target.nameZh, input: 'text' },
    { path: 'name.en', roomy: true, section: meaning, label: words.target.nameEn, input: 'text' },
    { path: 'definition.zh', section: meaning, label: say.definitionZh, input: 'long' },
    { path: 'definition.en', section: meaning, label: say.definitionEn, input: 'long' },
    { path: 'note', section: meaning, label: say.note, input: 'long' },
    { path: 'kind', section: measure, label: say.kind, input: 'choice', options: named(kinds, say.kinds) },
    {
      path: 'direction',
      section: measure,
      label: say.direction,
      input: 'choice',
      options: named(directions, page.target.direction),
    },
    { path: 'unit.zh', section: measure, label: say.unitZh, input: 'text' },
    { path: 'unit.en', section: measure, label: say.unitEn, input: 'text' },
    { path: 'decimals', section: measure, label: say.decimals, input: 'number' },
    { path: 'lowerBound', section: measure, label: say.lowerBound, input: 'number' },
    { path: 'upperBound', section: measure, label: say.upperBound, input: 'number' },
    { path: 'naturalLimit', section: measure, label: say.naturalLimit, input: 'number' },
    { path: 'dimensions', section: measure, label: say.dimensions, note: say.dimensionsNote, input: 'long' },
    {
      path: 'owner',
      roomy: true,
      section: release,
      label: say.owner,
      input: 'choice',
      options: choices.organisations,
    },
    { path: 'tasks', section: release, label: say.tasks, input: 'choices', options: choices.tasks },
    {
      path: 'frequency',
      section: release,
      label: words.target.frequency,
      input: 'choice',
      options: named(frequencyCodes, words.frequencies),
    },
    {
      path: 'releaseLagDays',
      section: release,
      label: say.releaseLagDays,
      note: say.releaseLagNote,
      input: 'number',
    },
    {
      path: 'formula',
      roomy: true,
      section: computed,
      label: say.formula,
      note: say.formulaNote,
      input: 'text',
    },
    {
      path: 'isGrowthRate',
      section: computed,
      label: say.isGrowthRate,
      input: 'choice',
      options: named(growthRates, say.growthRates),
    },
    { path: 'areaRollUp', section: computed, label: say.areaRollUp, input: 'text', hidden: true },
  ];
}

/** The indicator that a draft makes, or what of it cannot be read. The service checks the rest. */
export function indicatorOf(
  draft: Draft,
  words: CatalogueWords,
): { entry: Indicator } | { faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => void faults.push(ownFault(path, message));
  const needed = (path: string): string => {
    const text = textIn(draft, path);
    if (text === '') fault(path, words.editor.missing);
    return text;
  };
  const number = (path: string): string | null => {
    const decimal = decimalTyped(textIn(draft, path));
    if (decimal === undefined) fault(path, words.editor.number);
    return decimal ?? null;
  };
  const whole = (path: string): number => {
    const decimal = number(path);
    if (decimal === null) fault(path, words.editor.number);
    return Number(decimal);
  };
  const one = <T extends string>(path: string, all: readonly T[]): T =>
    all.find((value) => value === draft[path]) ?? all[0]!;
  const growthRate = one('isGrowthRate', growthRates);
  const rollUp = textOrNull(draft, 'areaRollUp');
  const entry: Indicator = {
    code: needed('code'),
    name: { zh: needed('name.zh'), en: needed('name.en') },
    kind: one('kind', kinds),
    unit: { zh: needed('unit.zh'), en: needed('unit.en') },
    decimals: whole('decimals'),
    direction: one('direction', directions),
    lowerBound: number('lowerBound'),
    upperBound: number('upperBound'),
    naturalLimit: number('naturalLimit'),
    frequency: one('frequency', frequencyCodes),
    releaseLagDays: whole('releaseLagDays'),
    owner: needed('owner'),
    tasks: listIn(draft, 'tasks')
      .map(Number)
      .toSorted((a, b) => a - b),
    dimensions: linesOf(textIn(draft, 'dimensions')),
    definition: { zh: needed('definition.zh'), en: needed('definition.en') },
    note: textOrNull(draft, 'note'),
    formula: textOrNull(draft, 'formula'),
    // It is only carried from version to version: no form shows it.
    areaRollUp: rollUp === null ? null : (JSON.parse(rollUp) as NonNullable<Indicator['areaRollUp']>),
    isGrowthRate: growthRate === 'auto' ? null : growthRate === 'yes',
  };
  return faults.length > 0 ? { faults } : { entry };
}
