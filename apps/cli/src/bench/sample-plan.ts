import { AppError, type Catalogue, type Indicator } from '#contract';
import { readSeeds, type SeedFault } from '#ingest';
import { type Database, inTransaction, lockJudgement, saveCatalogue } from '#storage';

/** The plan's catalogue with indicators beside it that measure nothing; every value of theirs is made up. */
export interface SamplePlan {
  readonly catalogue: Catalogue;
  /** Codes of the sample indicators. */
  readonly indicators: readonly string[];
  /** The plan's own area codes. */
  readonly areas: readonly string[];
}

/** Reads the plan of `seedsDir` and adds so many monthly sample indicators, `sample_001` and on. */
export async function samplePlan(seedsDir: string, indicatorCount: number): Promise<SamplePlan> {
  const seeds = await readSeeds(seedsDir);
  if ('faults' in seeds) {
    const [{ file, line, message }] = seeds.faults as [SeedFault];
    const detail = `The seeds in ${seedsDir} cannot be loaded; the first fault: ${file}:${line}: ${message}`;
    throw new AppError('invalid-catalogue', detail);
  }
  const { catalogue } = seeds;
  const owner = catalogue.organisations[0]?.code ?? '';
  const samples = Array.from({ length: indicatorCount }, (_, index) => sampleIndicator(index + 1, owner));
  return {
    catalogue: { ...catalogue, indicators: [...catalogue.indicators, ...samples] },
    indicators: samples.map(({ code }) => code),
    areas: catalogue.areas.map(({ code }) => code),
  };
}

/** Stores a catalogue, without reading any values. */
export async function storePlan(database: Database, catalogue: Catalogue): Promise<void> {
  await inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    await saveCatalogue(tx, catalogue, 'bench', new Date());
  });
}

function sampleIndicator(number: number, owner: string): Indicator {
  const name = `样例指标 ${number}`;
  const nameEn = `Sample indicator ${number}`;
  return {
    code: `sample_${String(number).padStart(3, '0')}`,
    name: { zh: name, en: nameEn },
    kind: 'average',
    unit: { zh: '点', en: 'points' },
    decimals: 2,
    direction: 'up',
    lowerBound: '0',
    upperBound: null,
    naturalLimit: null,
    frequency: 'M',
    releaseLagDays: 20,
    owner,
    tasks: [],
    dimensions: [],
    definition: { zh: `${name}，不是真实数据`, en: `${nameEn}; not real data` },
    note: null,
  };
}
