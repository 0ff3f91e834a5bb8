import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { type AnnotationKind, annotationKind, AppError, status } from '#contract';
import { type Database, readAlerts, readReleasedValues, readRevisions, readStatusChanges } from '#storage';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import type { AdHocTest } from './adhoc-filters.js';
import { isWantedAlert } from './alert-narrowing.js';
import {
  alertEvent,
  type Event,
  eventsWithin,
  mostEvents,
  releaseEvent,
  revisionEvent,
  targetDateEvents,
  verdictChangeEvent,
} from './annotations.js';
import type { PlanNames } from './plan-names.js';
import type { TablePlan, TimeRange } from './query-plan.js';
import { newsFilterOf, wantedTargets, wholeNews } from './table-narrowing.js';

/** One more than is shown, so that it can be said that there were more. */
const mostRead = mostEvents + 1;

/** Reads what happened, for the marks on charts. */
@Injectable()
export class PanelAnnotations {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
  ) {}

  /** The events of the kinds that a plan asks for, in time order; one more than may be shown where there are more. */
  async events(
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<Event[]> {
    if (plan.annotations.length === 0)
      throw new AppError(
        'invalid-request',
        `Annotations need payload.annotation: which events; there are ${annotationKind.options.join(', ')}.`,
      );
    const events = await Promise.all(
      plan.annotations.map((kind) => this.ofKind(kind, plan, names, passes, range)),
    );
    return eventsWithin(events.flat(), range);
  }

  private async ofKind(
    kind: AnnotationKind,
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<Event[]> {
    const { language } = plan;
    const { manager } = this.database;
    switch (kind) {
      case 'releases': {
        const filter = newsFilterOf(plan, names, passes, range);
        if (!filter.indicators && !plan.allIndicators)
          throw new AppError(
            'invalid-request',
            'Annotations of releases need payload.indicator: of which indicators; "*" for all.',
          );
        const released = wholeNews(await readReleasedValues(manager, filter, mostRead));
        return released.map((one) => releaseEvent(one, language, names));
      }
      case 'revisions': {
        const filter = newsFilterOf(plan, names, passes, range);
        const revisions = wholeNews(await readRevisions(manager, filter, mostRead));
        return revisions.map((one) => revisionEvent(one, language, names));
      }
      case 'targetDates':
        return wantedTargets(plan, names, passes).flatMap((target) =>
          targetDateEvents(target, language, this.configuration.timeZone),
        );
      case 'verdictChanges':
        return this.verdictChanges(plan, names, passes, range);
      case 'alerts': {
        const { target: targets } = plan.filter;
        const alerts = await readAlerts(manager, targets ? { targets } : {});
        return alerts
          .filter((alert) => isWantedAlert(plan, alert, names, passes))
          .map((alert) => alertEvent(alert, language, names, this.clock()));
      }
    }
  }

  /** Of targets that are named, as retraced by what was known; else as they were recorded. */
  private async verdictChanges(
    plan: TablePlan,
    names: PlanNames,
    passes: AdHocTest,
    range: TimeRange | null,
  ): Promise<Event[]> {
    const targets = wantedTargets(plan, names, passes);
    if (plan.filter.target) {
      const histories = await Promise.all(
        targets.map(async ({ code }) => ({ code, changes: await this.scorecard.history(code, 'retraced') })),
      );
      return histories.flatMap(({ code, changes }) =>
        changes
          .filter(({ from, to }) => from !== to)
          .map(({ recordedAt, from, to }) =>
            verdictChangeEvent(
              { target: code, recordedAt: new Date(recordedAt), from, to },
              plan.language,
              names,
            ),
          ),
      );
    }
    const changes = await readStatusChanges(
      this.database.manager,
      {
        targets: targets.map(({ code }) => code),
        ...(range ? { from: new Date(range.from), to: new Date(range.to) } : {}),
      },
      mostRead,
    );
    return changes.map((change) =>
      verdictChangeEvent(
        { ...change, from: status.parse(change.from), to: status.parse(change.to) },
        plan.language,
        names,
      ),
    );
  }
}
