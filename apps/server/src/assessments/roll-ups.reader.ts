import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import type { RollUpBy, RollUps } from '#contract';
import { judge, type Judgement } from '#monitoring';
import { type Database, readAreas, readOrganisations, readPlan, readTasks } from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { rollUps } from './roll-ups.js';

/** Judges groups of targets for whoever shows them: the API and Grafana's tables. */
@Injectable()
export class RollUpsReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The groups as of an instant (null: now), of the targets that are wanted.
   * @returns null when there is no such target.
   */
  async read(
    by: RollUpBy,
    asOf: Date | null,
    isWanted: (judgement: Judgement) => boolean = () => true,
  ): Promise<RollUps | null> {
    const { timeZone } = this.configuration;
    const reader = this.database.manager;
    const instant = asOf ?? this.clock();
    // As the scorecard: of now, whatever is stored.
    const known = asOf ? 'asOf' : 'now';
    const [judgements, plan, tasks, organisations, areas] = await Promise.all([
      judge(reader, { asOf: instant, timeZone, known }),
      readPlan(reader),
      readTasks(reader),
      readOrganisations(reader),
      readAreas(reader),
    ]);
    const rolledUp = plan && rollUps(judgements.filter(isWanted), by, { plan, tasks, organisations, areas });
    return rolledUp && { asOf: instant.toISOString(), by, ...rolledUp };
  }
}
