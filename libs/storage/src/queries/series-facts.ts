/** What alert rules ask about series: which there are, what is newest in each, what its latest release changed. */
import type { Target } from '#contract';
import type { Reader } from '../database.js';
import type { SeriesKey } from './series.js';

/** An indicator in an area, where series of it are stored or a target is set. */
export interface SeriesPlace {
  readonly indicator: string;
  readonly area: string;
}

/**
 * The places that have a series or a target in force, in order, with how many series each has (of
 * one without any: the targets'), so that a reader can take as many at a time as it can hold.
 * @param filter.indicators absent: all; naming them all takes longer
 * @param filter.areas absent: all
 * @param filter.after only those behind this one
 */
export function readSeriesPlaces(
  reader: Reader,
  filter: {
    readonly indicators?: readonly string[];
    readonly areas?: readonly string[];
    readonly after?: SeriesPlace;
    readonly limit: number;
  },
): Promise<(SeriesPlace & { readonly series: number })[]> {
  const asked = `($1::text[] is null or indicator = any($1)) and ($2::text[] is null or area = any($2))
    and ($3::text is null or (indicator, area) > ($3, $4::text))`;
  const place = 'group by indicator, area order by indicator, area limit $5';
  return reader.query(
    `select indicator, area, sum(series)::int as series from (
       (select indicator, area, count(*) as series from series where ${asked} ${place})
       union all
       (select indicator, area, count(*) from target where valid_to is null and ${asked} ${place})
     ) places ${place}`,
    [
      filter.indicators ?? null,
      filter.areas ?? null,
      filter.after?.indicator ?? null,
      filter.after?.area ?? null,
      filter.limit,
    ],
  );
}

/** A series and its newest value; forecasts do not count. */
export interface SeriesAtPlace extends SeriesKey {
  readonly id: string;
  /** null when none is known now. */
  readonly newest: {
    /** Last day of the period. */
    readonly periodEnd: string;
    /** Exact decimal text. */
    readonly value: string;
  } | null;
  /** Whether any value was ever known; one that was taken back never was. */
  readonly everKnown: boolean;
}

/** The series at these places. */
export async function readSeriesAtPlaces(
  reader: Reader,
  places: readonly SeriesPlace[],
): Promise<SeriesAtPlace[]> {
  // Place by place: offset 0 keeps Postgres from reading all series to look for these among them.
  const rows: (Omit<SeriesAtPlace, 'newest'> & { periodEnd: string | null; value: string | null })[] =
    await reader.query(
      `select s.*, newest.period_end as "periodEnd", newest.value::text,
         newest.value is not null or exists (
           select from observation_vintage v where v.series_id = s.id and v.status <> 'F') as "everKnown"
       from unnest($1::text[], $2::text[]) p(indicator, area)
       cross join lateral (
         select id, indicator, area, frequency, accumulation, breakdown from series
         where indicator = p.indicator and area = p.area offset 0
       ) s
       left join lateral (
         select period_end, value from observation o where o.series_id = s.id and o.status <> 'F'
         order by period_start desc limit 1
       ) newest on true`,
      columnsOf(places),
    );
  return rows.map(({ periodEnd, value, ...series }) => ({
    ...series,
    newest: periodEnd !== null && value !== null ? { periodEnd, value } : null,
  }));
}

/** What of a target says which series it is about. */
export type SeriesOfTarget = Pick<Target, 'indicator' | 'area' | 'breakdown' | 'frequency'>;

/** A series that a target in force is about. */
export interface TargetAtPlace extends SeriesOfTarget {
  /** When the first target on it was set. */
  readonly since: Date;
}

/** The series that targets in force at these places are about, each once. */
export function readTargetsAtPlaces(
  reader: Reader,
  places: readonly SeriesPlace[],
): Promise<TargetAtPlace[]> {
  return reader.query(
    `select t.indicator, t.area, t.breakdown, t.frequency, min(first.changed_at) as since
     from unnest($1::text[], $2::text[]) p(indicator, area)
     join target t on t.indicator = p.indicator and t.area = p.area and t.valid_to is null
     join target first on first.code = t.code and first.version = 1
     group by t.indicator, t.area, t.breakdown, t.frequency
     order by t.indicator, t.area, t.frequency, t.breakdown`,
    columnsOf(places),
  );
}

function columnsOf(places: readonly SeriesPlace[]): [string[], string[]] {
  return [places.map(({ indicator }) => indicator), places.map(({ area }) => area)];
}

/** A known value that the latest release of its series changed. */
export interface LatestRevision {
  readonly seriesId: string;
  /** Last day of the period. */
  readonly periodEnd: string;
  /** Exact decimal texts. */
  readonly before: string;
  readonly after: string;
}

/**
 * Of each of these series the known value that its latest release changed most: by amount, or by its share of the
 * value before (from zero by more than any). None of series of which it changed nothing.
 *
 * The latest release is what is known since the newest instant. It is compared with what was known before that, if
 * that came by an earlier import: of a history that is loaded as a whole nobody had known the values before. A
 * forecast that came true or not is no revision.
 */
export function readLatestRevisions(
  reader: Reader,
  seriesIds: readonly string[],
  by: 'share' | 'amount',
): Promise<LatestRevision[]> {
  const size = {
    share: 'v.value = 0 desc, abs((o.value - v.value) / nullif(v.value, 0)) desc',
    amount: 'abs(o.value - v.value) desc',
  }[by];
  return reader.query(
    `select s.id as "seriesId", r.period_end as "periodEnd", r.before::text, r.after::text
     from unnest($1::bigint[]) s(id)
     cross join lateral (select max(known_from) as at from observation where series_id = s.id) latest
     cross join lateral (
       select o.period_start, o.period_end, v.value as before, o.value as after
       from observation o cross join lateral (
         select value, import_id from observation_vintage
         where series_id = o.series_id and period_start = o.period_start and known_from < o.known_from
           and status <> 'F'
         order by known_from desc, id desc limit 1
       ) v
       where o.series_id = s.id and o.known_from = latest.at and o.status <> 'F'
         and v.value <> o.value and v.import_id < o.import_id
       order by ${size}, o.period_start desc limit 1
     ) r`,
    [seriesIds],
  );
}

/**
 * How many instants there are from which values of each of these series were known: its releases, or imports where
 * files name no release date. It only grows, but for what is undone.
 */
export async function countReleases(
  reader: Reader,
  seriesIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows: { id: string; releases: number }[] = await reader.query(
    `select s.id, r.releases from unnest($1::bigint[]) s(id) cross join lateral (
       select count(*)::int as releases from (
         select known_from from observation where series_id = s.id
         union
         select known_from from observation_vintage where series_id = s.id) known
     ) r`,
    [seriesIds],
  );
  return new Map(rows.map(({ id, releases }) => [id, releases]));
}

/** {@link countReleases} of what these versions of targets measure, by their ids. */
export async function countReleasesOfTargets(
  reader: Reader,
  targetIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (targetIds.length === 0) return new Map();
  const rows: { id: number; releases: number }[] = await reader.query(
    `select t.id, r.releases from target t cross join lateral (
       select count(*)::int as releases from (
         select o.known_from from series s join observation o on o.series_id = s.id
         where s.indicator = t.indicator and s.area = t.area and s.breakdown = t.breakdown
         union
         select v.known_from from series s join observation_vintage v on v.series_id = s.id
         where s.indicator = t.indicator and s.area = t.area and s.breakdown = t.breakdown) known
     ) r where t.id = any($1::integer[])`,
    [targetIds],
  );
  return new Map(rows.map(({ id, releases }) => [id, releases]));
}

/** {@link countReleases} of all series of these indicators in these areas together. */
export async function countReleasesOf(
  reader: Reader,
  indicators: readonly string[],
  areas: readonly string[],
): Promise<number> {
  const [row]: { releases: number }[] = await reader.query(
    `select count(*)::int as releases from (
       select o.known_from from series s join observation o on o.series_id = s.id
       where s.indicator = any($1::text[]) and s.area = any($2::text[])
       union
       select v.known_from from series s join observation_vintage v on v.series_id = s.id
       where s.indicator = any($1::text[]) and s.area = any($2::text[])) known`,
    [indicators, areas],
  );
  return row?.releases ?? 0;
}

/** The areas that have a series of any of these indicators. */
export async function readAreasOfIndicators(
  reader: Reader,
  indicators: readonly string[],
): Promise<string[]> {
  const rows: { area: string }[] = await reader.query(
    'select distinct area from series where indicator = any($1::text[]) order by area',
    [indicators],
  );
  return rows.map(({ area }) => area);
}

/** An alert that is pending or open, by its rule and its subject. */
export interface RunningAlert {
  readonly rule: string;
  readonly subject: string;
}

/** Which alerts of subjects of a kind (target, series, source) are pending or open. */
export function readRunningAlerts(reader: Reader, kind: string): Promise<RunningAlert[]> {
  return reader.query(
    `select rule, subject from alert_life
     where state = any(array['pending', 'firing', 'acknowledged']) and subject like $1 || '/%'
     order by subject, rule`,
    [kind],
  );
}
