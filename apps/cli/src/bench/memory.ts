import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const sampleEveryMs = 20;

/** What a piece of work came to, and the most memory (resident, in bytes) that this process had meanwhile. */
export interface Watched<T> {
  readonly result: T;
  readonly ms: number;
  readonly peakBytes: number;
}

/** Times `work` and watches this process's resident memory. Postgres runs in processes of its own. */
export async function watched<T>(work: () => Promise<T>): Promise<Watched<T>> {
  let peakBytes = process.memoryUsage.rss();
  const sample = () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, sampleEveryMs);
  const begun = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - begun;
    sample();
    return { result, ms, peakBytes };
  } finally {
    clearInterval(timer);
  }
}

/** Bytes that are still in use after a garbage collection: the heap and the buffers outside it. */
export function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What was live at one place of a file. */
export interface LiveSample {
  readonly rowsRead: number;
  readonly liveBytes: number;
}

/** Between the two halves of a shorter file, what a batch on its way occupies would decide. */
const fewestBytesBetween = 3_000_000;
/** Growth per byte of file above which memory counts as growing with it: keeping the rows costs several. */
const growthThatCounts = 0.2;

/**
 * Whether memory grows with a file: live bytes in the last half of its reading against those in the half before, per
 * byte of file between them. By medians, so that one batch on its way does not decide.
 * @returns null when the file is too short to tell.
 */
export function growthPerByte(samples: readonly LiveSample[], bytesPerRow: number): number | null {
  const middle = Math.floor(samples.length / 2);
  const [early, late] = [samples.slice(0, middle), samples.slice(middle)].map((half) => ({
    live: median(half.map((sample) => sample.liveBytes)),
    rows: median(half.map((sample) => sample.rowsRead)),
  })) as [Half, Half];
  const bytesBetween = (late.rows - early.rows) * bytesPerRow;
  return bytesBetween < fewestBytesBetween ? null : (late.live - early.live) / bytesBetween;
}

interface Half {
  readonly live: number;
  readonly rows: number;
}

/** {@link growthPerByte} as a sentence. */
export function growthSentence(growth: number | null): string {
  if (growth === null) return 'the file is too short to tell whether memory grows with it';
  const measured = `${growth.toFixed(2)} bytes kept per byte of file`;
  return growth > growthThatCounts
    ? `GROWS with the file: ${measured}`
    : `does not grow with the file: ${measured}`;
}

/** The middle one, or the higher of the middle two; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
