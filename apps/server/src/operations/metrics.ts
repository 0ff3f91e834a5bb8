import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import {
  countAlerts,
  countDeliveries,
  countImports,
  countUnfinishedAttempts,
  type Database,
  oldestWaitingDelivery,
  readLastSlot,
  readLatestAssessments,
} from '#storage';

/** No attempt takes as long: one that has not ended by then never will. */
const longestAttemptMs = 300_000;

/** Everything that `/metrics` tells. One per application, so that two applications in one process do not mix. */
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'guanzhong_http_request_duration_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.registry],
  });

  private readonly targets = new Gauge({
    name: 'guanzhong_target_status',
    help: '1 for the status that a target was last judged to have.',
    labelNames: ['target', 'status'] as const,
    registers: [this.registry],
  });

  private readonly deliveries = new Gauge({
    name: 'guanzhong_deliveries',
    help: 'Deliveries in the outbox by state.',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });

  private readonly alerts = new Gauge({
    name: 'guanzhong_alerts',
    help: 'Alerts that are pending, firing or acknowledged.',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });

  private readonly oldestDelivery = new Gauge({
    name: 'guanzhong_oldest_waiting_delivery_seconds',
    help: 'For how long the oldest message has waited that is neither sent nor given up; 0: none waits.',
    registers: [this.registry],
  });

  private readonly unfinishedAttempts = new Gauge({
    name: 'guanzhong_unfinished_delivery_attempts',
    help: 'Attempts in the log whose worker died over them: no more messages than these came twice.',
    registers: [this.registry],
  });

  private readonly imports = new Gauge({
    name: 'guanzhong_imports',
    help: 'Imports by state.',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });

  private readonly lastSweep = new Gauge({
    name: 'guanzhong_last_sweep_timestamp_seconds',
    help: 'The newest slot that a scheduled sweep claimed.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Reads what only the database knows and writes the whole text. */
  async text(database: Database, now: Date): Promise<string> {
    const reader = database.manager;
    const [latest, alerts, deliveries, oldest, unfinished, imports, lastSweep] = await Promise.all([
      readLatestAssessments(reader),
      countAlerts(reader),
      countDeliveries(reader),
      oldestWaitingDelivery(reader),
      countUnfinishedAttempts(reader, new Date(now.getTime() - longestAttemptMs)),
      countImports(reader),
      readLastSlot(reader, 'sweep'),
    ]);
    this.targets.reset();
    for (const { targetCode, status } of latest) this.targets.set({ target: targetCode, status }, 1);
    // A state that there is none of is 0, not absent: what watches it must tell that from a service that is gone.
    for (const state of ['due', 'sent', 'givenUp']) this.deliveries.set({ state }, deliveries[state] ?? 0);
    for (const [state, count] of Object.entries(alerts)) this.alerts.set({ state }, count);
    this.oldestDelivery.set(oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1000));
    this.unfinishedAttempts.set(unfinished);
    this.imports.reset();
    for (const [state, count] of Object.entries(imports)) this.imports.set({ state }, count);
    if (lastSweep) this.lastSweep.set(lastSweep.getTime() / 1000);
    return this.registry.metrics();
  }
}
