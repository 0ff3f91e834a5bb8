export { addDays, addMonths, daysBetween, decimalYear, isDay, type Day } from './day.js';
export {
  comparePeriods,
  nextPeriod,
  periodContaining,
  previousPeriod,
  type Accumulation,
  type Frequency,
  type TimePeriod,
} from './period.js';
export { combinePeriod, parsePeriod, releaseDay } from './parse-period.js';
export { formatPeriod, formatPeriodEn, formatPeriodZh } from './format-period.js';
export { dayInZone, endOfDayInZone, parseAsOf, pointOf, startOfDayInZone } from './zone.js';
