import { comparable } from './code-list.js';

/** The codes of SDMX's CL_OBS_STATUS that go with a value. */
const codesOfValues = new Set([
  'A', // normal
  'B', // time series break
  'D', // definition differs
  'E', // estimated
  'F', // forecast
  'G', // experimental
  'I', // imputed
  'J', // derogation
  'K', // included in another category
  'N', // not significant
  'P', // provisional
  'S', // strike and other special events
  'U', // low reliability
  'V', // unvalidated
  'W', // includes another category
]);

/** Its codes that say that there is no value: holiday, not collected, cannot exist, missing, suppressed. */
const codesOfMissingValues = new Set(['H', 'L', 'M', 'O', 'Q']);

const words = new Map(
  Object.entries({
    A: ['正常', '正式', '最终', '实际', 'normal', 'final'],
    P: ['快报', '预计', '初步', '初步核算', '初步数', '初值', '暂定', 'provisional', 'preliminary'],
    E: ['估计', '估算', '估计值', '暂估', 'estimated', 'estimate'],
    F: ['预测', '预测值', 'forecast'],
    B: ['口径变化', '口径调整', '间断', 'break'],
  }).flatMap(([code, spellings]) => spellings.map((spelling): [string, string] => [spelling, code])),
);

/**
 * The OBS_STATUS of a cell: a code of CL_OBS_STATUS or an everyday word for one; blank is A, normal.
 * @returns 'missing' for a code that says that there is no value, null when the text is no status.
 */
export function readObservationStatus(cell: string): string | null {
  const text = comparable(cell);
  if (text === '') return 'A';
  const code = text.toUpperCase();
  if (codesOfValues.has(code)) return code;
  if (codesOfMissingValues.has(code)) return 'missing';
  return words.get(text) ?? null;
}
