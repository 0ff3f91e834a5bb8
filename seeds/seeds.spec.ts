import { isWorkingDay, usualInhibitions } from '#alerting';
import type { Catalogue } from '#contract';
import { readAlertSeeds, readSeeds } from '#ingest';

let catalogue: Catalogue;

beforeAll(async () => {
  const result = await readSeeds(import.meta.dirname);
  // Thrown as text, so that a failing run names every file and line to mend.
  if ('faults' in result)
    throw new Error(result.faults.map((f) => `${f.file}:${f.line} ${f.field}: ${f.message}`).join('\n'));
  catalogue = result.catalogue;
});

it('holds the plan with its 42 numbered tasks', () => {
  expect(catalogue.plan.code).toBe('guanzhong-2018');
  expect(catalogue.tasks.map((task) => task.number)).toEqual(
    Array.from({ length: 42 }, (_, index) => index + 1),
  );
});

it('every task names the organisations of its printed clause, all of them and in printed order', () => {
  const printedNames = new Map(
    catalogue.organisations.map(({ code, name }) => [code, [name.zh, name.zh.replace(/（.*）$/, '')]]),
  );
  for (const { number, organisations, responsibility } of catalogue.tasks) {
    let rest = responsibility;
    for (const code of organisations) {
      const printed = (printedNames.get(code) ?? []).find((name) => rest.startsWith(name)) ?? `(${code})`;
      expect(`${number}: ${rest.slice(0, printed.length)}`).toBe(`${number}: ${printed}`);
      rest = rest.slice(printed.length).replace(/^[、，和]/, '');
    }
    expect(`${number}: ${rest}`).toBe(`${number}: 等负责`);
  }
});

it('tells its areas apart by name and by short name, as uploads may', () => {
  const names = catalogue.areas.flatMap(({ name, shortName }) => [
    ...new Set([name.zh, shortName ?? name.zh]),
  ]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('puts every city under its province and every district under its city, as GB/T 2260 codes do', () => {
  const misplaced = catalogue.areas.filter(
    ({ code, kind, parent }) =>
      (kind === 'city' && parent !== `${code.slice(0, 2)}0000`) ||
      (kind === 'district' && parent !== `${code.slice(0, 4)}00`),
  );
  expect(misplaced).toEqual([]);
});

it('says of whatever is called a growth rate that it is one, and of nothing else', () => {
  const named = catalogue.indicators.filter(
    ({ name, definition }) =>
      /增速|增长率|增幅|涨幅|同比/.test(name.zh) || /^(?:比上年|同比)/.test(definition.zh),
  );
  const said = catalogue.indicators.filter(({ isGrowthRate }) => isGrowthRate);
  expect(named.map(({ code }) => code)).toEqual(said.map(({ code }) => code));
});

it('measures the plan by at least 45 indicators', () => {
  expect(catalogue.indicators.length).toBeGreaterThanOrEqual(45);
});

it('rests every target on a task of the plan', () => {
  const tasks = new Set(catalogue.tasks.map((task) => task.number));
  expect(catalogue.targets.length).toBeGreaterThan(0);
  expect(catalogue.targets.filter(({ clause }) => !tasks.has(clause.task))).toEqual([]);
});

describe('the alerts', () => {
  async function alertSeeds() {
    const organisations = new Set(catalogue.organisations.map(({ code }) => code));
    const seeds = await readAlertSeeds(import.meta.dirname, organisations);
    if ('faults' in seeds)
      throw new Error(seeds.faults.map((f) => `${f.file}:${f.line} ${f.field}: ${f.message}`).join('\n'));
    return seeds;
  }

  it('have rules about targets, releases, sources and projects, of which only the one for overdue figures is off', async () => {
    const { rules } = await alertSeeds();
    expect(rules.map(({ name, severity, enabled }) => [name, severity, enabled])).toEqual([
      ['slip', 'warning', true],
      ['missed', 'critical', true],
      ['forecast-unlikely', 'info', true],
      ['revision', 'info', true],
      ['import-refused', 'warning', true],
      ['source-silent', 'warning', true],
      ['overdue', 'warning', false],
      ['late-stage', 'warning', true],
    ]);
  });

  it('go up to the leading group of task 39 of the plan after a week of work', async () => {
    const { settings } = await alertSeeds();
    expect(settings.escalation).toEqual({
      afterWorkingDays: 5,
      superiors: {},
      leadingGroup: 'guanzhong-leading-group',
    });
    expect(settings.inhibitions).toEqual(usualInhibitions);
  });

  it('know the holidays of the notice for 2026: 33 days off, 6 weekend days worked', async () => {
    const { calendar } = (await alertSeeds()).settings;
    expect([calendar.holidays.length, calendar.workedWeekends.length]).toEqual([33, 6]);
    const worked = ['2026-02-14', '2026-02-24', '2026-09-20', '2026-10-08'];
    const off = ['2026-02-23', '2026-06-19', '2026-10-07', '2026-10-11'];
    expect(worked.filter((day) => !isWorkingDay(day, calendar))).toEqual([]);
    expect(off.filter((day) => isWorkingDay(day, calendar))).toEqual([]);
  });
});
