import type { Area, Organisation, ProjectRow, ProjectsQuery } from '#contract';

/** Line 2 before line 14. */
const inNaturalOrder = new Intl.Collator('en', { numeric: true });

type Wanted = Omit<ProjectsQuery, 'offset' | 'limit'>;

/**
 * The projects that pass every filter, the latest first, then by task and code. An area stands for those below it too, and
 * an organisation for the groups that it is a member of.
 */
export function matchingProjects(
  rows: readonly ProjectRow[],
  wanted: Wanted,
  {
    areas,
    organisations,
  }: { readonly areas: readonly Area[]; readonly organisations: readonly Organisation[] },
): ProjectRow[] {
  const isWanted = (given: string | null, asked: string | undefined) =>
    asked === undefined || (asked === 'none' ? given === null : given === asked);
  const within = wanted.area === undefined ? null : areaAndBelow(wanted.area, areas);
  const answering =
    wanted.organisation === undefined ? null : organisationAndGroups(wanted.organisation, organisations);
  const words = (wanted.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter(
      (row) =>
        isWanted(row.level, wanted.level) &&
        isWanted(row.field, wanted.field) &&
        isWanted(row.stage, wanted.stage) &&
        isWanted(row.standing, wanted.standing) &&
        (wanted.task === undefined || row.task === wanted.task) &&
        (wanted.late === undefined || (row.late !== null) === wanted.late) &&
        (within === null || row.areas.some((code) => within.has(code))) &&
        (answering === null || row.organisations.some((code) => answering.has(code))) &&
        words.every((word) => textOf(row).includes(word)),
    )
    .toSorted(
      (a, b) =>
        (b.late?.daysLate ?? 0) - (a.late?.daysLate ?? 0) ||
        a.task - b.task ||
        inNaturalOrder.compare(a.code, b.code),
    );
}

function textOf({ code, name }: ProjectRow): string {
  return `${code}\n${name.zh}\n${name.en ?? ''}`.toLowerCase();
}

function areaAndBelow(code: string, areas: readonly Area[]): Set<string> {
  const found = new Set([code]);
  // Areas come in any order: once through for every level of the tree.
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const area of areas) if (area.parent !== null && found.has(area.parent)) found.add(area.code);
  }
  return found;
}

function organisationAndGroups(code: string, organisations: readonly Organisation[]): Set<string> {
  return new Set([
    code,
    ...organisations.filter(({ members }) => members.includes(code)).map((group) => group.code),
  ]);
}
