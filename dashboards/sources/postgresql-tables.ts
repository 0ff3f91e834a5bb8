/** The service's tables in SQL: of each its columns by the service's names, where they come from, and their order. */
import type { Language } from '../language.js';
import type { TableName, TableQuestion, Value } from '../question.js';
import { statuses } from '../statuses.js';
import { among, asOfExpression, literal, statusWords } from './postgresql-expressions.js';
import { yearToDate } from './postgresql-series.js';

/** A table's SQL before it is asked anything. */
interface TableSql {
  readonly from: string;
  /** By the service's names of columns. What the schema has no words for (sentences of a verdict) is left out. */
  readonly columns: Readonly<Record<string, string>>;
  readonly where?: readonly string[];
  readonly groupBy?: string;
  readonly orderBy: string;
  readonly limit?: number;
  /** The column that each narrowing compares. */
  readonly narrowed?: Partial<
    Record<'status' | 'organisation' | 'task' | 'area' | 'target' | 'indicator', string>
  >;
}

/** The columns of a question that this source has. */
export function tableSql(question: TableQuestion, language: Language): string {
  const sql = sqlOf(question, language);
  const selected = question.columns.flatMap((name) => {
    const expression = sql.columns[name];
    return expression === undefined ? [] : [`${expression} as "${name}"`];
  });
  const conditions = [...(sql.where ?? []), ...narrowing(question, sql)];
  return [
    `select ${selected.join(',\n  ')}`,
    `from ${sql.from}`,
    ...(conditions.length > 0 ? [`where ${conditions.join('\n  and ')}`] : []),
    ...(sql.groupBy === undefined ? [] : [`group by ${sql.groupBy}`]),
    ...(sql.orderBy === '' ? [] : [`order by ${sql.orderBy}`]),
    ...(sql.limit === undefined ? [] : [`limit ${sql.limit}`]),
  ].join('\n');
}

function narrowing(question: TableQuestion, { narrowed = {} }: TableSql): string[] {
  const { status, organisation, task, area, target, indicator } = question;
  const asked: Record<string, Value | undefined> = { status, organisation, task, area, target, indicator };
  return Object.entries(asked).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const column = Object.entries(narrowed).find(([key]) => key === name)?.[1];
    // Revisions say themselves how they belong to a target.
    if (question.table === 'revisions' && name === 'target') return [];
    if (column === undefined) throw new Error(`the table ${question.table} cannot be narrowed by ${name}`);
    return [among(column, value)];
  });
}

const counted = Object.fromEntries(
  statuses.map(({ code }) => [code, `count(*) filter (where v.status = '${code}')::int`]),
);
/** onTrack → on_track: the scorecards' names of the same counts. */
const countColumns = Object.fromEntries(
  statuses.map(({ code }) => [code, `c.${code.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`]),
);
const ofVerdicts = {
  status: 'v.status',
  organisation: 'v.organisation',
  task: 'v.task::text',
  area: 'v.area',
  target: 'v.target',
  indicator: 'v.indicator',
};

function sqlOf(question: TableQuestion, language: Language): TableSql {
  const named = (column: string) => `${column}_${language}`;
  const tables: Readonly<Record<TableName, TableSql>> = {
    scorecard: {
      from: `grafana.verdicts_as_of(${asOfExpression}) v`,
      columns: {
        target: 'v.target',
        name: named('v.name'),
        status: 'v.status',
        statusText: named('v.status'),
        value: 'v.observed_value',
        unit: named('v.unit'),
        period: 'v.observed_period',
        expected: 'v.expected',
        targetValue: 'v.value',
        due: 'v.due',
        pace: 'v.pace',
        organisation: named('v.organisation'),
        task: 'v.task',
        area: named('v.area'),
      },
      // What could not be assessed stands between the bad and the good, for it may be either.
      orderBy: 'coalesce(v.severity, 1.5) desc, v.task, v.target',
      narrowed: ofVerdicts,
    },
    statusCounts: {
      from: `grafana.verdicts_as_of(${asOfExpression}) v`,
      columns: counted,
      orderBy: '',
      narrowed: ofVerdicts,
    },
    rollUps: {
      from: 'grafana.scorecards c',
      columns: {
        group: 'c.code',
        name: named('c.name'),
        targets: 'c.targets',
        assessed: 'c.assessed',
        shareAssessed: 'c.share_assessed',
        shareBehind: 'c.share_behind',
        ...countColumns,
      },
      where: [`c."by" = '${question.by ?? 'section'}'`],
      orderBy: 'c.share_behind desc nulls last, c.targets desc, c.code',
    },
    verdictHistory: {
      from: 'grafana.verdict_history h',
      columns: {
        recordedAt: 'h.recorded_at',
        target: 'h.target',
        from: statusWords('h.status_before', language),
        statusText: named('h.status'),
        cause: 'h.cause',
        import: 'h.import_id',
      },
      orderBy: 'h.recorded_at desc, h.target',
      limit: 200,
      narrowed: { target: 'h.target' },
    },
    verdictChanges: {
      from: 'grafana.verdict_history h',
      columns: {
        time: 'h.recorded_at',
        title: `${statusWords('h.status_before', language)} || ' → ' || ${named('h.status')}`,
        text: named('h.name'),
      },
      where: ['$__timeFilter(h.recorded_at)', 'h.status_before <> h.status'],
      orderBy: 'h.recorded_at, h.target',
      narrowed: { target: 'h.target' },
    },
    verdictTimeline: {
      from: 'grafana.verdict_history h',
      columns: { time: 'h.recorded_at', status: named('h.status') },
      where: ['$__timeFilter(h.recorded_at)'],
      orderBy: 'h.recorded_at',
      narrowed: { target: 'h.target' },
    },
    revisions: {
      from: 'grafana.revisions r',
      columns: {
        knownFrom: 'r.known_from',
        indicator: 'r.indicator',
        name: seriesName('r', language),
        areaName: named('r.area'),
        period: 'r.period',
        before: 'r.value_before',
        after: 'r.value_after',
        change: 'r.change',
        import: 'r.import_id',
      },
      where: ['$__timeFilter(r.known_from)', ...revisedTarget(question)],
      orderBy: 'r.known_from desc, r.indicator, r.area',
      limit: 200,
      narrowed: { indicator: 'r.indicator', area: 'r.area' },
    },
    alerts: {
      from: 'grafana.alerts a',
      columns: {
        id: 'a.id',
        startsAt: 'a.starts_at',
        endsAt: 'a.ends_at',
        state: 'a.state',
        target: 'a.target',
        name: named('a.name'),
        from: statusWords('a.status_before', language),
        statusText: named('a.status'),
        organisation: named('a.organisation'),
        rule: 'a.rule',
      },
      orderBy: 'a.starts_at desc, a.id desc',
      narrowed: { organisation: 'a.organisation', target: 'a.target' },
    },
    imports: {
      from: 'grafana.imports m',
      columns: {
        id: 'm.id',
        createdAt: 'm.created_at',
        uploadedBy: 'm.uploaded_by',
        file: 'm.file',
        state: 'm.state',
        read: 'm.rows_read',
        inserted: 'm.inserted',
        revised: 'm.revised',
        unchanged: 'm.unchanged',
        duplicate: 'm.duplicate',
        rejected: 'm.rejected',
      },
      orderBy: 'm.id desc',
      limit: 100,
    },
    rejections: {
      from: 'grafana.rejections j',
      columns: {
        code: 'j.code',
        count: 'sum(j.count)::float8',
        import: 'max(j.import_id)',
        at: 'max(j.at)',
      },
      where: ["j.at > now() - interval '1 year'"],
      groupBy: 'j.code',
      orderBy: 'sum(j.count) desc, j.code',
    },
    timeliness: {
      from: 'grafana.releases_due d',
      columns: {
        indicator: 'd.indicator',
        name: seriesName('d', language),
        areaName: named('d.area'),
        newest: 'd.newest',
        next: 'd.next',
        dueOn: 'd.due_time',
        state: 'd.state',
        daysLate: 'd.days_late',
        organisation: named('d.organisation'),
      },
      orderBy: 'd.days_late desc, d.due_time, d.indicator, d.area',
      narrowed: { organisation: 'd.organisation', indicator: 'd.indicator', area: 'd.area' },
    },
    timelinessByOrganisation: {
      from: 'grafana.releases_due d',
      columns: {
        organisation: 'd.organisation',
        name: named('d.organisation'),
        series: 'count(*)::int',
        complete: stateCount('complete'),
        due: stateCount('due'),
        late: stateCount('late'),
        withoutValue: 'count(*) filter (where d.newest is null)::int',
        shareOnTime: onTimeShare,
      },
      groupBy: `d.organisation, ${named('d.organisation')}`,
      orderBy: `${onTimeShare}, d.organisation`,
      narrowed: { organisation: 'd.organisation' },
    },
    releases: {
      from: 'grafana.releases_due d, grafana.setting s',
      columns: {
        dueOn: 'd.due_time',
        indicator: 'd.indicator',
        name: seriesName('d', language),
        areaName: named('d.area'),
        period: 'd.next',
        organisation: named('d.organisation'),
      },
      where: ['d.due_on >= s.today', 'd.due_on <= s.today + 90'],
      orderBy: 'd.due_on, d.indicator, d.area',
      narrowed: { organisation: 'd.organisation' },
    },
  };
  return tables[question.table];
}

/** As the service names a series in tables: what is measured, by what it is broken down, and whether it adds up. */
const seriesName = (alias: string, language: Language) =>
  `concat_ws(' · ', ${[
    `${alias}.indicator_${language}`,
    `nullif(${alias}.breakdown_${language}, '')`,
    `case ${alias}.accumulation when 'yearToDate' then ${literal(yearToDate[language])} end`,
  ].join(', ')})`;
const stateCount = (state: string) => `count(*) filter (where d.state = '${state}')::int`;
const onTimeShare = `1 - ${stateCount('late')}::float8 / count(*)`;

/** Revisions of the values that a target is about. */
function revisedTarget({ target }: TableQuestion): string[] {
  return target === undefined
    ? []
    : [
        `(r.indicator, r.area, r.breakdown_zh) in (
    select t.indicator, t.area, t.breakdown_zh from grafana.targets t where ${among('t.target', target)})`,
      ];
}
