/** Who may report of what, and what a report may say: as the service decides, so that a reader is told before. */
import type { Organisation, Session } from '#contract';

/** The organisations that answer, with the members of the groups among them, in their order. */
export function answerable(codes: readonly string[], organisations: readonly Organisation[]): string[] {
  const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]));
  return [...new Set(codes.flatMap((code) => [code, ...(byCode.get(code)?.members ?? [])]))];
}

/** The organisations for which somebody may report: none, their own, or for an administrator all that answer. */
export function mayReportFor(
  session: Pick<Session, 'role' | 'organisation'> | null,
  codes: readonly string[],
): readonly string[] {
  if (session === null || session.role === 'viewer') return [];
  if (session.role === 'admin') return codes;
  return codes.filter((code) => code === session.organisation);
}

/** A percentage as it was typed, full width and sign allowed; null: none was; 'bad': none that can be kept. */
export function percentOf(typed: string): number | null | 'bad' {
  const text = typed.normalize('NFKC').trim().replace(/\s*%$/, '');
  if (text === '') return null;
  if (!/^\d{1,3}(?:\.\d)?$/.test(text)) return 'bad';
  const percent = Number(text);
  return percent <= 100 ? percent : 'bad';
}

/** A day, month or year as it was typed, in the service's own text; null when it is none. */
export function reachedOn(typed: string): string | null {
  const text = typed.normalize('NFKC').trim();
  const [, year, month, day] =
    /^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})?(?:\s*[-/.月]\s*(\d{1,2})?\s*日?)?)?$/.exec(text) ?? [];
  if (year === undefined) return null;
  const two = (part: string) => part.padStart(2, '0');
  return [year, ...(month === undefined ? [] : [two(month)]), ...(day === undefined ? [] : [two(day)])].join(
    '-',
  );
}
