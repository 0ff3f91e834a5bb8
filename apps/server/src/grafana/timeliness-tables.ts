/** The tables of data supply: whether values come in time, and what comes next. */
import type { ReleaseCalendar, TimelinessResponse } from '#contract';
import type { Day } from '#time-period';
import { periodWords } from '../assessments/verdict-words.js';
import { frequencyWords, timelinessWords } from './panel-words.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import { seriesName } from './series-name.js';
import { type Column, dayMs, tableOf, type TitledTable } from './table.js';

type SeriesTimeliness = TimelinessResponse['series'][number];
type Counts = TimelinessResponse['organisations'][number];
type Series = ReleaseCalendar['days'][number]['releases'][number] | SeriesTimeliness;

/** One row per series that is owed, the latest first. */
export function timelinessTable(
  refId: string,
  language: Language,
  series: readonly SeriesTimeliness[],
  names: PlanNames,
  timeZone: string,
): TitledTable {
  const columns: Column<SeriesTimeliness>[] = [
    ...seriesColumns(language, names),
    { text: 'frequency', type: 'string', cell: (one) => frequencyWords[one.frequency][language] },
    { text: 'newest', type: 'string', cell: (one) => one.newest && periodWords(one.newest)[language] },
    { text: 'next', type: 'string', cell: (one) => periodWords(one.next)[language] },
    { text: 'dueOn', type: 'time', cell: (one) => dayMs(one.dueOn, timeZone) },
    {
      text: 'state',
      type: 'string',
      heading: { zh: '及时性代码', en: 'State code' },
      cell: (one) => one.state,
    },
    { text: 'stateText', type: 'string', cell: (one) => timelinessWords[one.state][language] },
    { text: 'daysLate', type: 'number', cell: (one) => one.daysLate },
    organisationColumn(language, names),
  ];
  return tableOf(refId, language, columns, series);
}

/** One row per organisation that owes any series, the one with the smallest share on time first. */
export function timelinessByOrganisationTable(
  refId: string,
  language: Language,
  organisations: readonly Counts[],
): TitledTable {
  const columns: Column<Counts>[] = [
    {
      text: 'organisation',
      type: 'string',
      heading: { zh: '单位代码', en: 'Organisation code' },
      cell: (one) => one.organisation,
    },
    {
      text: 'name',
      type: 'string',
      heading: { zh: '单位', en: 'Organisation' },
      cell: (one) => one.name[language],
    },
    { text: 'series', type: 'number', cell: (one) => one.series },
    { text: 'complete', type: 'number', cell: (one) => one.complete },
    { text: 'due', type: 'number', heading: { zh: '待发布', en: 'Due' }, cell: (one) => one.due },
    { text: 'late', type: 'number', cell: (one) => one.late },
    { text: 'withoutValue', type: 'number', cell: (one) => one.withoutValue },
    { text: 'shareOnTime', type: 'number', unit: 'percentunit', cell: (one) => one.shareOnTime },
  ];
  return tableOf(refId, language, columns, organisations);
}

/** A value that is to come, and the day by which it is. */
interface ComingRelease {
  readonly dueOn: Day;
  readonly release: ReleaseCalendar['days'][number]['releases'][number];
}

/** One row per value that is to come, the earliest first. */
export function releasesTable(
  refId: string,
  language: Language,
  releases: readonly ComingRelease[],
  names: PlanNames,
  timeZone: string,
): TitledTable {
  const of = (column: Column<Series>): Column<ComingRelease> => ({
    ...column,
    cell: ({ release }) => column.cell(release),
  });
  const columns: Column<ComingRelease>[] = [
    { text: 'dueOn', type: 'time', cell: ({ dueOn }) => dayMs(dueOn, timeZone) },
    ...seriesColumns(language, names).map(of),
    { text: 'period', type: 'string', cell: ({ release }) => periodWords(release.period)[language] },
    of(organisationColumn(language, names)),
  ];
  return tableOf(
    refId,
    language,
    columns,
    releases.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn))),
  );
}

function seriesColumns(language: Language, names: PlanNames): Column<Series>[] {
  return [
    { text: 'indicator', type: 'string', cell: (one) => one.indicator },
    {
      text: 'name',
      type: 'string',
      heading: { zh: '指标', en: 'Indicator' },
      cell: (one) => seriesName(one, language, names),
    },
    { text: 'area', type: 'string', heading: { zh: '地区代码', en: 'Area code' }, cell: (one) => one.area },
    { text: 'areaName', type: 'string', cell: (one) => one.areaName[language] },
  ];
}

function organisationColumn(language: Language, names: PlanNames): Column<Series> {
  const organisations = new Map(names.organisations.map(({ code, name }) => [code, name[language]]));
  return {
    text: 'organisation',
    type: 'string',
    cell: ({ organisation }) => organisations.get(organisation) ?? organisation,
  };
}
