import {
  createSeries,
  readSeriesOfIndicator,
  reserveSeriesIds,
  SeriesInLoad,
  seriesKeyText,
  type ObservationLoad,
  type SeriesKey,
  type Tx,
} from '#storage';

/** A series as rows of a file name it; what is known of it is looked up when the first of them lands. */
export interface SeriesOfFile {
  readonly key: SeriesKey;
  inLoad: SeriesInLoad | null;
}

/** New series are numbered, and created, so many at once. */
const atOnce = 500;

/**
 * The series that a file's rows belong to, read indicator by indicator as they come up; new ones are created. What it
 * keeps grows with the number of series, not of rows.
 */
export class SeriesNumbers {
  private readonly known = new Map<string, SeriesInLoad>();
  private readonly indicators = new Set<string>();
  private reserved: string[] = [];
  private created: (SeriesKey & { readonly id: string })[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly load: ObservationLoad,
  ) {}

  async of(key: SeriesKey): Promise<SeriesInLoad> {
    const text = seriesKeyText(key);
    if (!this.indicators.has(key.indicator)) await this.readIndicator(key.indicator);
    const known = this.known.get(text);
    if (known) return known;
    if (this.reserved.length === 0) {
      await this.createNew();
      // In ascending order: rows of a file that comes series by series are then added at the end of every index.
      this.reserved = (await reserveSeriesIds(this.tx, atOnce)).toReversed();
    }
    const series = new SeriesInLoad(this.reserved.pop()!, null);
    this.known.set(text, series);
    this.created.push({ ...key, id: series.id });
    return series;
  }

  /** Every series that came up. */
  all(): Iterable<SeriesInLoad> {
    return this.known.values();
  }

  /** Creates the series that are new. */
  async createNew(): Promise<void> {
    await this.load.idle();
    await createSeries(this.tx, this.created);
    this.created = [];
  }

  private async readIndicator(indicator: string): Promise<void> {
    await this.load.idle();
    for (const { id, newest, ...key } of await readSeriesOfIndicator(this.tx, indicator))
      this.known.set(seriesKeyText(key), new SeriesInLoad(id, newest));
    this.indicators.add(indicator);
  }
}
