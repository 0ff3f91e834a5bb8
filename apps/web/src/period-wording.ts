/** How a period is written for a reader: 2019年三季度, Q3 2019. The wire carries SDMX text (2019-Q3). */
import type { Language } from './language';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const quarters = ['一', '二', '三', '四'];

const monthName = (month: number): string => months[month - 1] ?? String(month);

function chinese(year: number, rest: string | undefined, day: string | undefined): string {
  if (rest === undefined) return `${year}年`;
  if (rest.startsWith('S')) return `${year}年${rest === 'S1' ? '上' : '下'}半年`;
  if (rest.startsWith('Q')) return `${year}年${quarters[Number(rest.slice(1)) - 1]}季度`;
  return `${year}年${Number(rest)}月${day === undefined ? '' : `${Number(day)}日`}`;
}

function english(year: number, rest: string | undefined, day: string | undefined): string {
  if (rest === undefined) return String(year);
  if (/^[SQ]/.test(rest)) return `${rest.replace('S', 'H')} ${year}`;
  return `${day === undefined ? '' : `${Number(day)} `}${monthName(Number(rest))} ${year}`;
}

const single = /^(\d{4})(?:-(S[12]|Q[1-4]|0[1-9]|1[0-2])(?:-(\d{2}))?)?$/;

function range(from: string, to: string, language: Language): string {
  const [start, end] = [/^(\d{4})-(\d{2})$/.exec(from), /^(\d{4})-(\d{2})$/.exec(to)];
  if (start !== null && end !== null && start[1] === end[1]) {
    const [first, last] = [Number(start[2]), Number(end[2])];
    return language === 'zh'
      ? `${start[1]}年${first === last ? '' : `${first}—`}${last}月`
      : `${first === last ? '' : `${monthName(first)}–`}${monthName(last)} ${start[1]}`;
  }
  return `${periodWords(from, language)}${language === 'zh' ? '—' : ' – '}${periodWords(to, language)}`;
}

/**
 * The words for an SDMX period: a year, half-year, quarter, month or day, or a span of months from January on
 * (`2019-01/2019-06`, year to date). Text of any other form comes back unchanged: a reader can still use it.
 */
export function periodWords(period: string, language: Language): string {
  const [from, to] = period.split('/');
  if (from !== undefined && to !== undefined) return range(from, to, language);
  const match = single.exec(period);
  if (match === null) return period;
  const year = Number(match[1]);
  return language === 'zh' ? chinese(year, match[2], match[3]) : english(year, match[2], match[3]);
}
