import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type ScorecardRow } from '#contract';
import {
  countRejections,
  type Database,
  readAlerts,
  readImports,
  readRevisions,
  type StoredAlert,
  type StoredTarget,
} from '#storage';
import { addDays, dayInZone, daysBetween } from '#time-period';
import { RollUpsReader } from '../assessments/roll-ups.reader.js';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { TimelinessReader } from '../timeliness/timeliness.reader.js';
import type { AdHocTest } from './adhoc-filters.js';
import { isWantedAlert } from './alert-narrowing.js';
import { PanelAnnotations } from './annotation-queries.js';
import { annotationsTable } from './annotations.js';
import { alertsTable, importsTable } from './log-tables.js';
import type { PlanNames } from './plan-names.js';
import type { TablePlan, TimeRange } from './query-plan.js';
import { rollUpsTable } from './roll-up-table.js';
import { rejectionsTable, revisionsTable } from './supply-tables.js';
import { bounded, type TitledTable } from './table.js';
import { codesOfTarget, isWantedTarget, newsFilterOf, wantedTargets, wholeNews } from './table-narrowing.js';
import { scorecardTable, statusCountsTable, tasksTable, verdictHistoryTable } from './target-tables.js';
import { releasesTable, timelinessByOrganisationTable, timelinessTable } from './timeliness-tables.js';
import { verdictTimelineTable } from './verdict-timeline.js';

const mostImports = 200;
const mostRows = 5000;
const mostTimelines = 50;
const daysAhead = 90;
const mostDaysAhead = 366;
/** Behind it there is no day a release lag later. */
const lastDay = '9899-12-31';
const year = 365 * 86_400_000;
/** A range that ends about now is one that a dashboard calls "to now". */
const aboutNow = 60_000;

/** Reads and builds the tables that panels ask for. */
@Injectable()
export class PanelTables {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
    private readonly rollUps: RollUpsReader,
    private readonly timeliness: TimelinessReader,
    private readonly annotations: PanelAnnotations,
  ) {}

  /** The table that a plan asks for. `range` narrows the tables that have a time of their own. */
  async table(
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<TitledTable> {
    const { refId, language } = plan;
    const { manager } = this.database;
    switch (plan.table) {
      case 'scorecard':
        return scorecardTable(refId, language, await this.rows(plan, names, passes));
      case 'statusCounts':
        return statusCountsTable(refId, language, await this.rows(plan, names, passes));
      case 'tasks':
        return this.tasks(plan, names, passes);
      case 'rollUps':
        return this.groups(plan, names, passes);
      case 'verdictHistory':
        return this.verdictHistory(plan);
      case 'verdictTimeline':
        return this.verdictTimeline(plan, names, passes, range);
      case 'alerts':
        return alertsTable(refId, language, await this.alerts(plan, names, passes), names);
      case 'imports':
        return importsTable(refId, language, await readImports(manager, mostImports));
      case 'timeliness':
      case 'timelinessByOrganisation':
      case 'releases':
        return this.supply(plan, names, passes, range);
      case 'rejections': {
        const since = new Date(this.clock().getTime() - year);
        return rejectionsTable(refId, language, await countRejections(manager, since));
      }
      case 'revisions': {
        const filter = newsFilterOf(plan, names, passes, range);
        const revisions = wholeNews(await readRevisions(manager, filter, mostRows + 1));
        const { shown, notice } = bounded(revisions, mostRows, language);
        return { ...revisionsTable(refId, language, shown, names), ...notice };
      }
      case 'annotations':
        return annotationsTable(refId, language, await this.annotations.events(plan, names, passes, range));
    }
  }

  private async alerts(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<StoredAlert[]> {
    const alerts = await readAlerts(this.database.manager);
    return alerts.filter((alert) => isWantedAlert(plan, alert, names, passes));
  }

  private async rows(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<ScorecardRow[]> {
    const rows = await this.scorecard.read(plan.asOf, plan.filter);
    const sections = new Map(names.tasks.map(({ number, section }) => [number, section]));
    return rows.filter(({ area, organisation, task, status, indicator, due }) => {
      const section = sections.get(task);
      return (
        (plan.indicators === null || plan.indicators.includes(indicator)) &&
        passes({
          area,
          organisation,
          task: String(task),
          status,
          indicator,
          due,
          ...(section === undefined ? {} : { section }),
        })
      );
    });
  }

  /** An organisation answers for tasks, some of whose targets may be another's: those are counted all the same. */
  private async tasks(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<TitledTable> {
    const { task: numbers, organisation: organisations } = plan.filter;
    const rows = await this.scorecard.read(plan.asOf);
    const standings = names.tasks
      .filter((task) => !numbers || numbers.includes(String(task.number)))
      .filter((task) => !organisations || task.organisations.some((code) => organisations.includes(code)))
      .filter(({ number, section, organisations: own }) =>
        own.some((organisation) => passes({ organisation, task: String(number), section })),
      )
      .map((task) => ({ task, rows: rows.filter((row) => row.task === task.number) }));
    return tasksTable(plan.refId, plan.language, standings, names.organisations);
  }

  private async groups(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<TitledTable> {
    const statuses = plan.filter.status;
    const rolledUp = await this.rollUps.read(
      plan.by,
      plan.asOf,
      ({ target, verdict: { status } }) =>
        isWantedTarget(plan, target) &&
        (!statuses || statuses.includes(status)) &&
        passes({ ...codesOfTarget(target, names), status }),
    );
    return rollUpsTable(plan.refId, plan.language, rolledUp?.groups ?? []);
  }

  private async verdictHistory({ refId, language, filter }: TablePlan): Promise<TitledTable> {
    if (!filter.target)
      throw new AppError(
        'invalid-request',
        'verdictHistory needs payload.targetCode: the target whose history it is.',
      );
    const histories = await Promise.all(atMost(filter.target).map((code) => this.scorecard.history(code)));
    const changes = histories.flat().toSorted((a, b) => (a.recordedAt > b.recordedAt ? -1 : 1));
    return verdictHistoryTable(refId, language, changes);
  }

  private async verdictTimeline(
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<TitledTable> {
    const targets = atMost<StoredTarget>(wantedTargets(plan, names, passes));
    const timelines = await Promise.all(
      targets.map(async ({ code, name }) => ({
        code,
        name: name[plan.language],
        changes: (await this.scorecard.history(code, 'retraced')).map(({ recordedAt, to }) => ({
          time: new Date(recordedAt).getTime(),
          to,
        })),
      })),
    );
    return verdictTimelineTable(plan.refId, plan.language, timelines, range);
  }

  /** What organisations owe; an organisation is the owner of an indicator here. */
  private async supply(
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<TitledTable> {
    const { refId, language, filter, indicators } = plan;
    const { timeZone } = this.configuration;
    const owners = filter.organisation ?? null;
    const isWanted = (one: { indicator: string; area: string; organisation: string }) =>
      (!filter.area || filter.area.includes(one.area)) &&
      (!indicators || indicators.includes(one.indicator)) &&
      passes({ indicator: one.indicator, area: one.area, organisation: one.organisation });
    if (plan.table !== 'timelinessByOrganisation') await this.timeliness.refuseTooManySeries(owners);
    switch (plan.table) {
      case 'timelinessByOrganisation': {
        const { organisations } = await this.timeliness.timeliness(plan.asOf, owners);
        const wanted = organisations.filter(({ organisation }) => passes({ organisation }));
        return timelinessByOrganisationTable(refId, language, wanted);
      }
      case 'releases': {
        const { from, to } = this.daysOfReleases(range);
        const releases = from <= to ? await this.timeliness.releases(from, to, owners) : [];
        const wanted = releases.filter(({ release }) => isWanted(release));
        const { shown, notice } = bounded(wanted, mostRows, language);
        return { ...releasesTable(refId, language, shown, names, timeZone), ...notice };
      }
      default: {
        const { series } = await this.timeliness.timeliness(plan.asOf, owners);
        const { shown, notice } = bounded(series.filter(isWanted), mostRows, language);
        return { ...timelinessTable(refId, language, shown, names, timeZone), ...notice };
      }
    }
  }

  /** The days of a range from today on; of one that ends now, the next 90 days. */
  private daysOfReleases(range: TimeRange | null): { readonly from: string; readonly to: string } {
    const now = this.clock();
    const { timeZone } = this.configuration;
    const today = dayInZone(now, timeZone);
    if (!range || range.to <= now.getTime() + aboutNow) return { from: today, to: addDays(today, daysAhead) };
    const first = dayInZone(new Date(range.from), timeZone);
    const from = first > today ? first : today;
    const asked = dayInZone(new Date(range.to), timeZone);
    const last = asked < lastDay ? asked : lastDay;
    return { from, to: daysBetween(from, last) > mostDaysAhead ? addDays(from, mostDaysAhead) : last };
  }
}

/** Each history is traced by itself: more than a page of them is refused rather than left to run. */
function atMost<T>(targets: readonly T[]): readonly T[] {
  if (targets.length <= mostTimelines) return targets;
  throw new AppError(
    'invalid-request',
    `At most ${mostTimelines} targets can be shown so, and these are ${targets.length}; narrow them by payload.targetCode, indicator, area, organisation or task.`,
  );
}
