import { parseSeriesKey, readRunningAlerts, type Reader, type SeriesKey, type SeriesPlace } from '#storage';

/** The series of which alerts are pending or open: these are asked about until they are over, whatever a rule matches now. */
export class RunningSeries {
  /** Rules by the series' key as text. */
  private readonly rules = new Map<string, Set<string>>();
  private readonly keys = new Map<string, Map<string, SeriesKey>>();

  /** @param alerts the rule's name and the series' key as text */
  constructor(alerts: readonly { readonly rule: string; readonly code: string }[]) {
    for (const { rule, code } of alerts) {
      const key = parseSeriesKey(code);
      this.rules.set(code, (this.rules.get(code) ?? new Set()).add(rule));
      this.keys.set(
        placeText(key),
        (this.keys.get(placeText(key)) ?? new Map<string, SeriesKey>()).set(code, key),
      );
    }
  }

  static async read(reader: Reader): Promise<RunningSeries> {
    const alerts = await readRunningAlerts(reader, 'series');
    return new RunningSeries(
      alerts.map(({ rule, subject }) => ({ rule, code: subject.slice('series/'.length) })),
    );
  }

  isOf(code: string, rule: string): boolean {
    return this.rules.get(code)?.has(rule) ?? false;
  }

  isAt(place: SeriesPlace): boolean {
    return this.keys.has(placeText(place));
  }

  /** By key as text. */
  at(place: SeriesPlace): ReadonlyMap<string, SeriesKey> {
    return this.keys.get(placeText(place)) ?? new Map<string, SeriesKey>();
  }

  places(): SeriesPlace[] {
    return [...this.keys.values()].flatMap((keys) => {
      const [first] = keys.values();
      return first ? [{ indicator: first.indicator, area: first.area }] : [];
    });
  }
}

function placeText({ indicator, area }: SeriesPlace): string {
  return `${indicator}|${area}`;
}
