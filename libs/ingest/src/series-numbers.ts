import {
  createSeries,
  readSeriesIds,
  reserveSeriesIds,
  seriesKeyText,
  type SeriesKey,
  type Tx,
} from '#storage';

const reservedAtOnce = 256;

/**
 * The ids of the series that a file's rows belong to. New series get reserved ids at once and are created when COPY,
 * which occupies the transaction, has ended.
 */
export class SeriesNumbers {
  private readonly created: (SeriesKey & { readonly id: string })[] = [];
  private reserved: string[] = [];

  private constructor(
    private readonly ids: Map<string, string>,
    private readonly connection: Tx,
  ) {}

  /** @param connection one other than the transaction's own, for reserving ids while it is busy. */
  static async read(tx: Tx, connection: Tx): Promise<SeriesNumbers> {
    return new SeriesNumbers(await readSeriesIds(tx), connection);
  }

  async idOf(series: SeriesKey): Promise<string> {
    const key = seriesKeyText(series);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.reserved.length === 0) this.reserved = await reserveSeriesIds(this.connection, reservedAtOnce);
    const id = this.reserved.pop()!;
    this.ids.set(key, id);
    this.created.push({ ...series, id });
    return id;
  }

  /** Creates the series that are new. */
  createNew(tx: Tx): Promise<void> {
    return createSeries(tx, this.created);
  }
}
