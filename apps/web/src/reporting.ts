/** Who may report of what, and what a report may say: as the service decides, so that a reader is told before. */
import type { Organisation, Session } from '#contract';

/** The organisations that answer, with the members of the groups among them, in their order. */
export function answerable(codes: readonly string[], organisations: readonly Organisation[]): string[] {
  const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]));
  return [...new Set(codes.flatMap((code) => [code, ...(byCode.get(code)?.members ?? [])]))];
}

/** The organisations for which somebody may report: none, their own, or for an administrator all that answer. */
export function mayReportFor(
  session:
    (Pick<Session, 'role' | 'organisation'> & { readonly otherOrganisations: readonly string[] }) | null,
  codes: readonly string[],
): readonly string[] {
  if (session === null || session.role === 'viewer') return [];
  if (session.role === 'admin') return codes;
  const own = new Set<string | null>([session.organisation, ...session.otherOrganisations]);
  return codes.filter((code) => own.has(code));
}

/** A percentage as it was typed, full width and sign allowed; null: none was; 'bad': none that can be kept. */
export function percentOf(typed: string): number | null | 'bad' {
  const text = typed.normalize('NFKC').trim().replace(/\s*%$/, '');
  if (text === '') return null;
  if (!/^\d{1,3}(?:\.\d)?$/.test(text)) return 'bad';
  const percent = Number(text);
  return percent <= 100 ? percent : 'bad';
}

const quarters = '一二三四';

/**
 * A day, month, quarter, half-year or year as it was typed (2026年6月30日, 2026/6, 2026年三季度, 2026-Q3, 2026年底), in the
 * service's own text; null when it is none. Whether the day exists is the service's to say.
 */
export function periodTyped(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  const [, year, rest = ''] = /^(\d{4})年?[-/.]?(.*)$/.exec(text) ?? [];
  if (year === undefined) return null;
  if (/^(?:年?[底末])?$/.test(rest)) return year;
  const quarter = /^(?:Q([1-4])|第?([一二三四1-4])季度)$/.exec(rest);
  if (quarter !== null)
    return `${year}-Q${quarter[1] ?? (quarters.indexOf(quarter[2]!) + 1 || Number(quarter[2]))}`;
  const half = /^(?:[SH]([12])|([上下])半年)$/.exec(rest);
  if (half !== null) return `${year}-S${half[1] ?? (half[2] === '上' ? 1 : 2)}`;
  const day = /^(\d{1,2})月?(?:[-/.]?(\d{1,2})日?|[底末份])?$/.exec(rest);
  if (day === null) return null;
  const two = (part: string) => part.padStart(2, '0');
  return [year, two(day[1]!), ...(day[2] === undefined ? [] : [two(day[2])])].join('-');
}
