import type { Catalogue, Plan } from '#contract';
import { checkDerived } from '#monitoring';
import { checkTargetBreakdown, checkTargetNumbers } from './check-target.js';
import type { ReportInTarget } from './check-target.js';

/** From the root of the catalogue, e.g. ['targets', 3, 'clause', 'task']. */
export type CataloguePath = readonly [kind: keyof Catalogue, ...rest: (string | number)[]];

export interface CatalogueFault {
  path: CataloguePath;
  message: string;
}

/** A catalogue of which the plan itself may be unreadable. */
export type DraftCatalogue = Omit<Catalogue, 'plan'> & { plan: Plan | null };

type Report = (path: CataloguePath, message: string) => void;

/** Reports a code that nothing of its kind bears. */
type Refer = (path: CataloguePath, code: string | number) => void;

/**
 * What the schemas cannot see: codes given twice, references to what is not there, circles in the trees, and targets
 * that contradict their indicator. Every fault is reported; an empty list means the catalogue holds together.
 *
 * @param incomplete kinds of which some items were refused for faults of their own. Whether a reference into such a
 *   kind leads anywhere is not judged, lest one fault be reported as many.
 */
export function checkCatalogue(
  catalogue: DraftCatalogue,
  incomplete: ReadonlySet<keyof Catalogue> = new Set(),
): CatalogueFault[] {
  const { organisations, tasks, areas, breakdownValues, indicators, targets } = catalogue;
  const sections = catalogue.plan?.sections ?? [];
  const faults: CatalogueFault[] = [];
  const report: Report = (path, message) => faults.push({ path, message });
  const refer = (kind: keyof Catalogue, noun: string, codes: readonly (string | number)[]): Refer => {
    const known = new Set(codes);
    return (path, code) => {
      if (!incomplete.has(kind) && !known.has(code)) report(path, `there is no ${noun} ${code}`);
    };
  };
  const codes = (items: readonly { code: string }[]) => items.map((item) => item.code);
  const toSection = refer('plan', 'section', codes(sections));
  const toTask = refer(
    'tasks',
    'task',
    tasks.map((task) => task.number),
  );
  const toOrganisation = refer('organisations', 'organisation', codes(organisations));
  const toArea = refer('areas', 'area', codes(areas));
  const toIndicator = refer('indicators', 'indicator', codes(indicators));
  const toDimension = refer(
    'breakdownValues',
    'dimension',
    breakdownValues.map((value) => value.dimension),
  );
  const referAll = (to: Refer, path: CataloguePath, references: readonly (string | number)[]) => {
    reportRepeated(references, path, [], report);
    references.forEach((reference, index) => to([...path, index], reference));
  };

  reportRepeated(codes(sections), ['plan', 'sections'], ['code'], report);
  checkTree(sections, ['plan', 'sections'], toSection, report);

  reportRepeated(codes(organisations), ['organisations'], ['code'], report);
  organisations.forEach(({ kind, members, areas: its }, index) => {
    if (kind !== 'group' && members.length > 0)
      report(['organisations', index, 'members'], 'only an organisation of kind group has members');
    referAll(toOrganisation, ['organisations', index, 'members'], members);
    referAll(toArea, ['organisations', index, 'areas'], its);
  });

  reportRepeated(
    tasks.map((task) => task.number),
    ['tasks'],
    ['number'],
    report,
  );
  tasks.forEach((task, index) => {
    toSection(['tasks', index, 'section'], task.section);
    referAll(toOrganisation, ['tasks', index, 'organisations'], task.organisations);
  });

  reportRepeated(codes(areas), ['areas'], ['code'], report);
  checkTree(areas, ['areas'], toArea, report);

  const dimensionAndCode = breakdownValues.map((value) => `${value.dimension} ${value.code}`);
  reportRepeated(dimensionAndCode, ['breakdownValues'], ['code'], report);

  reportRepeated(codes(indicators), ['indicators'], ['code'], report);
  indicators.forEach((indicator, index) => {
    const { lowerBound, upperBound } = indicator;
    if (lowerBound !== null && upperBound !== null && Number(upperBound) < Number(lowerBound))
      report(['indicators', index, 'upperBound'], `the upper bound is under the lower bound ${lowerBound}`);
    toOrganisation(['indicators', index, 'owner'], indicator.owner);
    referAll(toTask, ['indicators', index, 'tasks'], indicator.tasks);
    referAll(toDimension, ['indicators', index, 'dimensions'], indicator.dimensions);
  });

  const complete = { indicators: !incomplete.has('indicators'), areas: !incomplete.has('areas') };
  for (const { index, field, message } of checkDerived(indicators, areas, complete))
    report(['indicators', index, field], message);

  reportRepeated(codes(targets), ['targets'], ['code'], report);
  const indicatorByCode = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  targets.forEach((target, index) => {
    const path: CataloguePath = ['targets', index];
    toIndicator([...path, 'indicator'], target.indicator);
    toArea([...path, 'area'], target.area);
    toTask([...path, 'clause', 'task'], target.clause.task);
    toOrganisation([...path, 'organisation'], target.organisation);
    const indicator = indicatorByCode.get(target.indicator);
    if (indicator === undefined) return;
    const reportHere: ReportInTarget = (rest, message) => report([...path, ...rest], message);
    checkTargetNumbers(target, indicator, reportHere);
    checkTargetBreakdown(
      target,
      indicator,
      incomplete.has('breakdownValues') ? null : breakdownValues,
      reportHere,
    );
  });
  return faults;
}

/** Reports each key that was already given, at the later place. */
function reportRepeated(
  keys: readonly (string | number)[],
  path: CataloguePath,
  property: readonly string[],
  report: Report,
): void {
  const seen = new Set<string | number>();
  keys.forEach((key, index) => {
    if (seen.has(key)) report([...path, index, ...property], `${key} is there twice`);
    seen.add(key);
  });
}

/** Parents must exist, and nothing may stand above itself. */
function checkTree(
  nodes: readonly { code: string; parent: string | null }[],
  path: CataloguePath,
  toParent: Refer,
  report: Report,
): void {
  const parentOf = new Map(nodes.map((node) => [node.code, node.parent]));
  nodes.forEach(({ code, parent }, index) => {
    if (parent === null) return;
    toParent([...path, index, 'parent'], parent);
    const above = new Set<string>();
    for (
      let next: string | null = parent;
      next !== null && !above.has(next);
      next = parentOf.get(next) ?? null
    )
      above.add(next);
    if (above.has(code)) report([...path, index, 'parent'], `${code} stands above itself`);
  });
}
