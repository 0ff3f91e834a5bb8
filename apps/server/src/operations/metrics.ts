import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countDeliveries, countImports, type Database, readLastSlot, readLatestAssessments } from '#storage';

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
  async text(database: Database): Promise<string> {
    const reader = database.manager;
    const [latest, deliveries, imports, lastSweep] = await Promise.all([
      readLatestAssessments(reader),
      countDeliveries(reader),
      countImports(reader),
      readLastSlot(reader, 'sweep'),
    ]);
    this.targets.reset();
    for (const { targetCode, status } of latest) this.targets.set({ target: targetCode, status }, 1);
    this.deliveries.reset();
    for (const [state, count] of Object.entries(deliveries)) this.deliveries.set({ state }, count);
    this.imports.reset();
    for (const [state, count] of Object.entries(imports)) this.imports.set({ state }, count);
    if (lastSweep) this.lastSweep.set(lastSweep.getTime() / 1000);
    return this.registry.metrics();
  }
}
