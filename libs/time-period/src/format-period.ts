import { civilDate, two } from './day.js';
import { indexInYear, type TimePeriod } from './period.js';

const chineseDigits = ['一', '二', '三', '四'];
const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** SDMX text: 2019, 2019-S1, 2019-Q3, 2019-06, 2019-06-30, year-to-date 2019-01/2019-06 or 2019-Q1/2019-Q3. */
export function formatPeriod(period: TimePeriod): string {
  const year = period.start.slice(0, 4);
  const toDate = period.accumulation === 'yearToDate';
  switch (period.frequency) {
    case 'A':
      return year;
    case 'S':
      return `${year}-S${indexInYear('S', period.start)}`;
    case 'Q': {
      const quarter = `${year}-Q${indexInYear('Q', period.start)}`;
      return toDate ? `${year}-Q1/${quarter}` : quarter;
    }
    case 'M': {
      const month = `${year}-${two(indexInYear('M', period.start))}`;
      return toDate ? `${year}-01/${month}` : month;
    }
    case 'D':
      return period.start;
  }
}

/** Chinese as statistical bulletins print it: 2019年, 2019年上半年, 2019年三季度, 2019年6月, 2019年1—6月, 2019年6月30日. */
export function formatPeriodZh(period: TimePeriod): string {
  const { year, month, day } = civilDate(period.start);
  const toDate = period.accumulation === 'yearToDate';
  switch (period.frequency) {
    case 'A':
      return `${year}年`;
    case 'S':
      return `${year}年${month === 1 ? '上' : '下'}半年`;
    case 'Q': {
      const quarter = indexInYear('Q', period.start);
      const name = `${chineseDigits[quarter - 1] ?? ''}季度`;
      if (!toDate) return `${year}年${name}`;
      return quarter === 1 ? `${year}年${name}累计` : `${year}年前${name}`;
    }
    case 'M':
      if (!toDate) return `${year}年${month}月`;
      return month === 1 ? `${year}年1月累计` : `${year}年1—${month}月`;
    case 'D':
      return `${year}年${month}月${day}日`;
  }
}

/** English: 2019, first half of 2019, Q3 2019, June 2019, January–June 2019, 30 June 2019. */
export function formatPeriodEn(period: TimePeriod): string {
  const { year, month, day } = civilDate(period.start);
  const toDate = period.accumulation === 'yearToDate';
  const monthName = englishMonths[month - 1] ?? '';
  switch (period.frequency) {
    case 'A':
      return String(year);
    case 'S':
      return `${month === 1 ? 'first' : 'second'} half of ${year}`;
    case 'Q': {
      const quarter = indexInYear('Q', period.start);
      if (!toDate) return `Q${quarter} ${year}`;
      return quarter === 1 ? `Q1 ${year} to date` : `Q1–Q${quarter} ${year}`;
    }
    case 'M':
      if (!toDate) return `${monthName} ${year}`;
      return month === 1 ? `January ${year} to date` : `January–${monthName} ${year}`;
    case 'D':
      return `${day} ${monthName} ${year}`;
  }
}
