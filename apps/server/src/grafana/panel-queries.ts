import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type GrafanaQuery, type GrafanaSeries, type ScorecardRow } from '#contract';
import { judge, readWithComputed, trajectoryOf } from '#monitoring';
import {
  type Database,
  readAlerts,
  readAreas,
  readBreakdownValues,
  readImports,
  readIndicators,
  readOrganisations,
  readTargets,
  readTasks,
} from '#storage';
import { dayInZone } from '#time-period';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { type AdHocTest, adHocTest } from './adhoc-filters.js';
import { actualLines, expectedLines, frameOf, targetLines, type TargetPath } from './frames.js';
import { alertsTable, importsTable } from './log-tables.js';
import type { PlanNames } from './plan-names.js';
import { plansOf, rangeOf, type SeriesPlan, type TablePlan, type TimeRange } from './query-plan.js';
import type { TitledTable } from './table.js';
import { scorecardTable, statusCountsTable, tasksTable, verdictHistoryTable } from './target-tables.js';
import { chosenTargets } from './target-choice.js';

const mostImports = 200;

/** Reads what the plans of a panel ask for. */
@Injectable()
export class PanelQueries {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
  ) {}

  /** Everything a panel asks for, in the order of its queries. */
  async answer(query: GrafanaQuery): Promise<(GrafanaSeries | TitledTable)[]> {
    const names = await this.names();
    const plans = plansOf(query.targets, names, this.configuration.timeZone);
    const range = rangeOf(query.range);
    const passes = adHocTest([...(query.filters ?? []), ...(query.adhocFilters ?? [])], names);
    const frames: (GrafanaSeries | TitledTable)[] = [];
    for (const plan of plans) {
      if (plan.kind === 'table') frames.push(await this.table(plan, names, passes));
      else frames.push(...(await this.series(plan, names, passes, range, query.maxDataPoints)));
    }
    return frames;
  }

  /** The catalogue as it is now. */
  async names(): Promise<PlanNames> {
    const reader = this.database.manager;
    const [indicators, areas, breakdownValues, organisations, tasks, targets] = await Promise.all([
      readIndicators(reader),
      readAreas(reader),
      readBreakdownValues(reader),
      readOrganisations(reader),
      readTasks(reader),
      readTargets(reader),
    ]);
    return { indicators, areas, breakdownValues, organisations, tasks, targets };
  }

  /** Codes of the areas in which any of these indicators has a value. */
  async areasWithValues(indicators: readonly string[]): Promise<ReadonlySet<string>> {
    const observations = await readWithComputed(this.database.manager, { indicators });
    return new Set(observations.map((observation) => observation.area));
  }

  private async series(
    asked: SeriesPlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
    maxDataPoints: number | undefined,
  ): Promise<GrafanaSeries[]> {
    const areas = (asked.areas ?? names.areas.map((area) => area.code)).filter((area) => passes({ area }));
    const plan = { ...asked, areas };
    const wants = (measure: SeriesPlan['measures'][number]) => plan.measures.includes(measure);
    const lines = wants('actual') ? await this.actual(plan, names, range) : [];
    if (wants('expected') || wants('target')) {
      const paths = await this.paths(plan, names);
      if (wants('expected')) lines.push(...expectedLines(plan, paths, names));
      if (wants('target')) lines.push(...targetLines(plan, paths, names, range));
    }
    return lines.map((line) => frameOf(line, plan.refId, range, maxDataPoints));
  }

  private async actual(plan: SeriesPlan, names: PlanNames, range: TimeRange | null) {
    const { timeZone } = this.configuration;
    const [accumulation, ...further] = plan.accumulations;
    const observations = await readWithComputed(this.database.manager, {
      indicators: plan.indicators.map((indicator) => indicator.code),
      breakdown: plan.breakdown,
      ...(plan.areas ? { areas: plan.areas } : {}),
      ...(plan.frequencies ? { frequencies: plan.frequencies } : {}),
      ...(accumulation && further.length === 0 ? { accumulation } : {}),
      ...(plan.asOf ? { asOf: plan.asOf } : {}),
      ...(range
        ? { from: dayInZone(new Date(range.from), timeZone), to: dayInZone(new Date(range.to), timeZone) }
        : {}),
    });
    return actualLines(plan, observations, names, timeZone);
  }

  /** The targets whose lines a query wants, with the paths that their verdicts are judged by. */
  private async paths(plan: SeriesPlan, names: PlanNames): Promise<TargetPath[]> {
    const { timeZone } = this.configuration;
    const reader = this.database.manager;
    const asOf = plan.asOf ?? this.clock();
    const targets = plan.asOf ? await readTargets(reader, { asOf: plan.asOf }) : names.targets;
    const targetCodes = chosenTargets(plan, targets, dayInZone(asOf, timeZone)).map((target) => target.code);
    const judgements = await judge(reader, { asOf, timeZone, targetCodes });
    return judgements.map((judgement) => {
      const { points, due } = trajectoryOf(judgement, timeZone);
      return { target: judgement.target, points, due };
    });
  }

  private async table(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<TitledTable> {
    const { refId, language, filter } = plan;
    switch (plan.table) {
      case 'scorecard':
        return scorecardTable(refId, language, await this.rows(plan, passes));
      case 'statusCounts':
        return statusCountsTable(refId, language, await this.rows(plan, passes));
      case 'tasks':
        return this.tasks(plan, names, passes);
      case 'verdictHistory': {
        if (!filter.target)
          throw new AppError(
            'invalid-request',
            'verdictHistory needs payload.targetCode: the target whose history it is.',
          );
        const histories = await Promise.all(filter.target.map((code) => this.scorecard.history(code)));
        const changes = histories.flat().toSorted((a, b) => (a.recordedAt > b.recordedAt ? -1 : 1));
        return verdictHistoryTable(refId, language, changes);
      }
      case 'alerts': {
        const targets = new Map(names.targets.map((target) => [target.code, target]));
        const alerts = (await readAlerts(this.database.manager)).filter((alert) => {
          const target = targets.get(alert.target);
          return passes({
            organisation: alert.organisation,
            status: alert.status,
            ...(target ? { area: target.area, task: String(target.clause.task) } : {}),
          });
        });
        return alertsTable(refId, language, alerts, names);
      }
      case 'imports':
        return importsTable(refId, language, await readImports(this.database.manager, mostImports));
    }
  }

  private async rows(plan: TablePlan, passes: AdHocTest): Promise<ScorecardRow[]> {
    const rows = await this.scorecard.read(plan.asOf, plan.filter);
    return rows.filter(({ area, organisation, task, status }) =>
      passes({ area, organisation, task: String(task), status }),
    );
  }

  /** An organisation answers for tasks, some of whose targets may be another's: those are counted all the same. */
  private async tasks(plan: TablePlan, names: PlanNames, passes: AdHocTest): Promise<TitledTable> {
    const { task: numbers, organisation: organisations } = plan.filter;
    const rows = await this.scorecard.read(plan.asOf);
    const standings = names.tasks
      .filter((task) => !numbers || numbers.includes(String(task.number)))
      .filter((task) => !organisations || task.organisations.some((code) => organisations.includes(code)))
      .filter((task) =>
        task.organisations.some((organisation) => passes({ organisation, task: String(task.number) })),
      )
      .map((task) => ({ task, rows: rows.filter((row) => row.task === task.number) }));
    return tasksTable(plan.refId, plan.language, standings, names.organisations);
  }
}
