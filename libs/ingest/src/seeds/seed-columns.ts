import { cells } from './seed-csv.js';
import type { Column } from './seed-csv.js';

const { text, optional, wholeNumber, list, wholeNumbers, areaRollUp, trueOrFalse } = cells;
const column = (name: string, read: Column['read'], property = name, part?: string): Column => ({
  name,
  path: part === undefined ? [property] : [property, part],
  read,
});
const code = column('code', text);
const name = [column('name_zh', text, 'name', 'zh'), column('name_en', text, 'name', 'en')];
const note = column('note', optional);

export const organisationColumns = [
  code,
  ...name,
  column('kind', text),
  column('members', list),
  { ...column('areas', list), mayLack: true },
  note,
];

export const areaColumns = [
  code,
  ...name,
  column('short_name', optional, 'shortName'),
  column('kind', text),
  column('parent', optional),
  note,
];

export const breakdownColumns = [column('dimension', text), code, ...name];

export const indicatorColumns = [
  code,
  ...name,
  column('kind', text),
  column('unit_zh', text, 'unit', 'zh'),
  column('unit_en', text, 'unit', 'en'),
  column('decimals', wholeNumber),
  column('direction', text),
  column('lower_bound', optional, 'lowerBound'),
  column('upper_bound', optional, 'upperBound'),
  column('natural_limit', optional, 'naturalLimit'),
  column('frequency', text),
  column('release_lag_days', wholeNumber, 'releaseLagDays'),
  column('owner', text),
  column('tasks', wholeNumbers),
  column('dimensions', list),
  column('definition_zh', text, 'definition', 'zh'),
  column('definition_en', text, 'definition', 'en'),
  note,
  { ...column('formula', optional), mayLack: true },
  { ...column('area_roll_up', areaRollUp, 'areaRollUp'), mayLack: true },
  { ...column('is_growth_rate', trueOrFalse, 'isGrowthRate'), mayLack: true },
];
