import { dayInZone, endOfDayInZone, parsePeriod, releaseDay } from '#time-period';

/** Since when a value counts as known, or why its release date cannot be right. */
export type Release = { readonly released: boolean; readonly knownFrom: Date } | 'unreadable' | 'ahead';

const mostRemembered = 20_000;

/**
 * Reads release dates at one moment, the import's. A value counts as known from the end of its release day, by when
 * it was certainly out; from the moment of the import while that day is not over, or where nothing is said. So a
 * value that is corrected on the day of its release, dated or not, is replaced by its correction.
 */
export class ReleaseDates {
  private readonly today: string;
  /** A file says the same few dates over and over, and days in a zone are dear. */
  private readonly remembered = new Map<string, Release>();

  constructor(
    private readonly now: Date,
    private readonly timeZone: string,
  ) {
    this.today = dayInZone(now, timeZone);
  }

  /** @param text a day, a month or a year, of which the last day counts; blank: nothing is said. */
  read(text: string): Release {
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    const release = this.release(text);
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(text, release);
    return release;
  }

  private release(text: string): Release {
    if (text === '') return { released: false, knownFrom: this.now };
    const day = releaseDay(text);
    if (day === null) return 'unreadable';
    if (day < this.today) return { released: true, knownFrom: endOfDayInZone(day, this.timeZone) };
    // The last day of this month or year lies ahead, but the month or year itself has begun.
    return parsePeriod(text)!.start > this.today ? 'ahead' : { released: true, knownFrom: this.now };
  }
}
