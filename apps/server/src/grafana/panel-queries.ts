import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type GrafanaSeries } from '#contract';
import { isComputed, judge, type Judgement, readWithComputed, trajectoryOf } from '#monitoring';
import {
  type Database,
  type ObservationFilter,
  type PanelAsk,
  type PanelSeries,
  readAreas,
  readBreakdownValues,
  readIndicators,
  readOrganisations,
  readPanelSeries,
  readPlan,
  readTargets,
  readTasks,
} from '#storage';
import { dayInZone } from '#time-period';
import { refuseTooManyVintages } from '../observations/observation-query.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { adHocTest } from './adhoc-filters.js';
import {
  actualLines,
  expectedLines,
  frameOf,
  frameText,
  type Line,
  targetLines,
  type TargetPath,
} from './frames.js';
import { forecastLines } from './forecast-lines.js';
import { PanelCache } from './panel-cache.js';
import { FreshnessCheck } from './panel-cache-check.js';
import { dayOf, keyOf, type PanelQuestion } from './panel-cache-question.js';
import { panelSeriesOf } from './panel-reading-points.js';
import type { PlanNames } from './plan-names.js';
import { narrowed, plansOf, rangeOf, type SeriesPlan, type TimeRange } from './query-plan.js';
import type { TitledTable } from './table.js';
import { PanelTables } from './table-queries.js';
import { chosenTargets } from './target-choice.js';

/** More lines than anybody tells apart; a table of all districts has fewer. */
const mostSeries = 2000;

/** A frame of an answer before it is written down. */
type Part =
  | { readonly kind: 'table'; readonly table: TitledTable }
  | {
      readonly kind: 'line';
      readonly line: Line;
      readonly refId: string;
      readonly range: TimeRange | null;
    };

/** Reads what the plans of a panel ask for. */
@Injectable()
export class PanelQueries {
  private readonly cache = new PanelCache<PlanNames>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly tables: PanelTables,
    private readonly freshness: FreshnessCheck,
  ) {}

  /** Everything a panel asks for, in the order of its queries. */
  async answer(question: PanelQuestion): Promise<(GrafanaSeries | TitledTable)[]> {
    const parts = await this.parts(question, await this.names());
    return parts.map((part) =>
      part.kind === 'table' ? part.table : frameOf(part.line, part.refId, part.range, question.maxDataPoints),
    );
  }

  /**
   * The same as JSON, kept for whoever asks again.
   * @param version of the data, read after the question arrived.
   */
  body(question: PanelQuestion, version: string): Promise<Buffer> {
    const { timeZone } = this.configuration;
    const key = keyOf(question, dayOf(this.clock().getTime(), timeZone), timeZone);
    const make = async () => {
      const parts = await this.parts(question, await this.namesOf(version));
      const texts = parts.map((part) =>
        part.kind === 'table'
          ? JSON.stringify(part.table)
          : frameText(part.line, part.refId, part.range, question.maxDataPoints),
      );
      return Buffer.from(`[${texts.join(',')}]`);
    };
    return key === null ? make() : this.cache.answer(version, key, make);
  }

  /** The catalogue as it is now. */
  async names(): Promise<PlanNames> {
    return this.namesOf((await this.freshness.check(null)).version);
  }

  private namesOf(version: string): Promise<PlanNames> {
    return this.cache.shared(version, async () => {
      const reader = this.database.manager;
      const [plan, indicators, areas, breakdownValues, organisations, tasks, targets] = await Promise.all([
        readPlan(reader),
        readIndicators(reader),
        readAreas(reader),
        readBreakdownValues(reader),
        readOrganisations(reader),
        readTasks(reader),
        readTargets(reader),
      ]);
      const sections = plan?.sections ?? [];
      return { sections, indicators, areas, breakdownValues, organisations, tasks, targets };
    });
  }

  private async parts(
    { targets, range: asked, filters = [], adhocFilters = [] }: PanelQuestion,
    names: PlanNames,
  ): Promise<Part[]> {
    const range = rangeOf(asked, this.configuration.timeZone);
    const passes = adHocTest([...filters, ...adhocFilters], names);
    const plans = plansOf(targets, names, this.configuration.timeZone).map((plan) =>
      plan.kind === 'series' ? narrowed(plan, names, passes) : plan,
    );
    const values = await this.values(
      plans.filter((plan) => plan.kind === 'series'),
      names,
    );
    const parts: Part[] = [];
    for (const plan of plans) {
      const { refId } = plan;
      if (plan.kind === 'table')
        parts.push({ kind: 'table', table: await this.tables.table(plan, names, passes, range) });
      else
        for (const line of await this.lines(plan, values.get(plan) ?? [], names, range))
          parts.push({ kind: 'line', line, refId, range });
    }
    return parts;
  }

  private async lines(
    plan: SeriesPlan,
    series: readonly PanelSeries[],
    names: PlanNames,
    range: TimeRange | null,
  ): Promise<Line[]> {
    const { timeZone } = this.configuration;
    const wants = (measure: SeriesPlan['measures'][number]) => plan.measures.includes(measure);
    const lines = wants('actual') ? actualLines(plan, series, names, timeZone) : [];
    if (plan.measures.every((measure) => measure === 'actual')) return lines;
    const judged = await this.judged(plan, names);
    const paths = judged.map((judgement) => pathOf(judgement, timeZone));
    if (wants('expected')) lines.push(...expectedLines(plan, paths, names));
    if (wants('target')) lines.push(...targetLines(plan, paths, names, range));
    lines.push(...forecastLines(plan, judged, names, timeZone));
    return lines;
  }

  /**
   * The measured values that the plans want, of all of them in one statement. Whole series, whatever the range: a line
   * keeps its name where the range holds none of its points. What is computed needs the values it is computed from.
   */
  private async values(
    plans: readonly SeriesPlan[],
    names: PlanNames,
  ): Promise<ReadonlyMap<SeriesPlan, readonly PanelSeries[]>> {
    const wanted = plans.filter(({ measures }) => measures.includes('actual'));
    const stored = wanted.filter(({ indicators }) => !indicators.some(isComputed));
    const found = await readPanelSeries(
      this.database,
      stored.map((plan) => askOf(plan, names)),
      mostSeries,
    );
    if (found === null)
      throw new AppError(
        'too-large',
        `These are more than ${mostSeries} series, more than a panel shows. Narrow them by payload.area, frequency or breakdown.`,
        [
          {
            path: 'payload.area',
            code: 'too-many-series',
            message: `at most ${mostSeries} series in a panel`,
          },
        ],
      );
    const values = new Map<SeriesPlan, readonly PanelSeries[]>(
      stored.map((plan, at) => [plan, found[at] ?? []]),
    );
    for (const plan of wanted) if (!values.has(plan)) values.set(plan, await this.withComputed(plan));
    return values;
  }

  private async withComputed(plan: SeriesPlan): Promise<PanelSeries[]> {
    const [accumulation, ...further] = plan.accumulations;
    const filter: ObservationFilter = {
      indicators: plan.indicators.map((indicator) => indicator.code),
      breakdown: plan.breakdown,
      ...(plan.areas ? { areas: plan.areas } : {}),
      ...(plan.frequencies ? { frequencies: plan.frequencies } : {}),
      ...(accumulation && further.length === 0 ? { accumulation } : {}),
      ...(plan.asOf ? { asOf: plan.asOf } : {}),
    };
    const { manager } = this.database;
    await refuseTooManyVintages(manager, filter);
    return panelSeriesOf(await readWithComputed(manager, filter));
  }

  /** The targets whose lines a query wants, judged. */
  private async judged(plan: SeriesPlan, names: PlanNames): Promise<Judgement[]> {
    const { timeZone } = this.configuration;
    const reader = this.database.manager;
    const asOf = plan.asOf ?? this.clock();
    const targets = plan.asOf ? await readTargets(reader, { asOf: plan.asOf }) : names.targets;
    const targetCodes = chosenTargets(plan, targets, dayInZone(asOf, timeZone)).map((target) => target.code);
    // Of now, what is stored: an import of another process may be known from an instant that this one's clock has not
    // reached.
    return judge(reader, { asOf, timeZone, targetCodes, known: plan.asOf ? 'asOf' : 'now' });
  }
}

function askOf(plan: SeriesPlan, names: PlanNames): PanelAsk {
  const { areas, frequencies, accumulations, breakdown, asOf } = plan;
  return {
    indicators: plan.indicators.map(({ code }) => code),
    // To look for series by their indicator alone is quicker than area by area.
    areas: areas?.length === names.areas.length ? null : areas,
    frequencies,
    accumulations,
    breakdown,
    asOf,
  };
}

/** The path that a target's verdict is judged by. */
function pathOf(judgement: Judgement, timeZone: string): TargetPath {
  const { points, due } = trajectoryOf(judgement, timeZone);
  return { target: judgement.target, points, due };
}
