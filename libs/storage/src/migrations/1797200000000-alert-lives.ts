import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ISO 8601 as the service writes instants into JSON. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** How bad a status is, as the alert rules count. */
const rank = (column: string) =>
  `case ${column} when 'achieved' then 0 when 'onTrack' then 1 when 'atRisk' then 2 when 'offTrack' then 3
    when 'movingAway' then 4 when 'missed' then 5 end`;

const tally = `jsonb_build_object('sweeps', 0, 'days', 0, 'workingDays', 0, 'releases', 0)`;

/** A rule as it was, a level and a switch, in the words of the rules that there are now. */
const ruleVersions = `
  insert into alert_rule_version (name, version, changed_at, changed_by, definition)
  select name, 1, now(), 'migration', jsonb_build_object(
    'enabled', enabled,
    'condition', jsonb_build_object('kind', 'statusWorsens', 'level', level),
    'matchers', '[]'::jsonb,
    'for', jsonb_build_object('sweeps', 0),
    'noDataFor', jsonb_build_object('days', case when level = 'missed' then 3650 else 183 end),
    'keepFiring', jsonb_build_object('sweeps', 0),
    'severity', case when level = 'missed' then 'critical' else 'warning' end,
    'texts', jsonb_build_object(
      'zh', jsonb_build_object('summary', '目标预警：{{target}}，由“{{before}}”转为“{{now}}”',
        'description', '责任单位：{{organisation}}。'),
      'en', jsonb_build_object('summary', 'Target slipped: {{target}}, from “{{before}}” to “{{now}}”',
        'description', 'Responsible: {{organisation}}.')))
  from alert_rule`;

/** Messages that are not sent yet, in the form that the channels know now. */
const unsentMessages = `
  update delivery d set message = jsonb_build_object(
    'notification', jsonb_build_object(
      'groupKey', d.group_key, 'groupLabels', '{}'::jsonb,
      'reason', case d.kind when 'firing' then 'new' else 'resolved' end,
      'status', d.kind, 'at', ${iso('d.created_at')},
      'counts', jsonb_build_object('firing', (d.kind = 'firing')::int, 'resolved', (d.kind = 'resolved')::int),
      'truncatedAlerts', 0),
    'alerts', jsonb_build_array(jsonb_build_object(
      'id', coalesce(d.message -> 'alert' -> 'id', d.message -> 'incident' -> 'id'),
      'fingerprint', coalesce(d.message -> 'alert' ->> 'fingerprint', d.group_key),
      'state', d.kind, 'isNews', true, 'passed', false, 'about', 'condition', 'severity', 'warning',
      'labels', case when d.message ? 'alert' then jsonb_build_object(
          'alertname', d.message -> 'alert' ->> 'rule', 'target', d.message -> 'target' ->> 'code',
          'indicator', d.message -> 'indicator' ->> 'code', 'area', d.message -> 'area' ->> 'code',
          'organisation', d.message -> 'organisation' ->> 'code', 'condition', 'statusWorsens', 'severity', 'warning')
        else jsonb_build_object('alertname', 'source-' || (d.message -> 'incident' ->> 'kind'),
          'source', d.message -> 'source' ->> 'name', 'severity', 'warning') end,
      'names', '{}'::jsonb, 'numbers', '{}'::jsonb,
      'startsAt', coalesce(d.message -> 'alert' -> 'startsAt', d.message -> 'incident' -> 'startsAt'),
      'endsAt', coalesce(d.message -> 'alert' -> 'endsAt', d.message -> 'incident' -> 'endsAt'),
      'summary', case when d.message ? 'alert' then jsonb_build_object(
          'zh', '目标预警：' || (d.message -> 'target' -> 'name' ->> 'zh'),
          'en', 'Target slipped: ' || (d.message -> 'target' -> 'name' ->> 'en'))
        else jsonb_build_object('zh', '数据来源异常：' || (d.message -> 'source' ->> 'name'),
          'en', 'Trouble with import source ' || (d.message -> 'source' ->> 'name')) end,
      'description', jsonb_build_object('zh', coalesce(d.message ->> 'error', ''),
        'en', coalesce(d.message ->> 'error', '')),
      'acknowledged', null, 'escalatedTo', '[]'::jsonb,
      'withdrawn', coalesce(d.message -> 'withdrawn', 'false'::jsonb),
      'target', case when d.message ? 'alert' then d.message - 'alert' - 'withdrawn' end)))
  where d.state <> 'sent' and (d.message ? 'alert' or d.message ? 'incident')`;

/** Every alert goes on from its last episode; those that are open stay open. */
const lives = `
  insert into alert_life (fingerprint, rule, subject, labels, names, state, since, reason, life, alert)
  select a.fingerprint, a.rule, a.subject, a.labels, a.names, a.state, coalesce(a.ends_at, a.starts_at),
    case when a.ends_at is null then 'slipped' else 'recovered' end,
    jsonb_build_object(
      'state', a.state, 'held', case when a.ends_at is null then ${tally} end, 'over', null, 'blind', null,
      'episode', jsonb_build_object(
        'number', a.episode, 'about', 'condition', 'startsAt', ${iso('a.starts_at')},
        'endsAt', ${iso('a.ends_at')}, 'revision', 0, 'changedAt', ${iso('a.starts_at')},
        'rank', ${rank('a.status')}, 'numbers', '{}'::jsonb, 'acknowledged', null),
      'status', case when a.ends_at is null then a.status end,
      'from', case when a.ends_at is null then a.from_status end,
      'last', jsonb_build_object('state', case when a.ends_at is null then 'true' else 'false' end,
        'mark', jsonb_build_object('sweep', 0, 'day', to_char(a.starts_at, 'YYYY-MM-DD'), 'releases', 0))),
    a.id
  from alert a where a.episode = (select max(episode) from alert b where b.fingerprint = a.fingerprint)`;

/**
 * Whoever was told of an alert that is open is not told again as of a new one, by groups as they are without any
 * settings; when it ends, or has lasted for another repeat time, they hear of it. What was given up was told to nobody.
 */
const groupLogs = `
  insert into notification_group (receiver, group_key, group_labels, sequence, last_at, told)
  select told.receiver, '{}/{}:[["alertname",' || to_json(a.rule)::text || '],["organisation",'
      || to_json(a.organisation)::text || ']]',
    jsonb_build_object('alertname', a.rule, 'organisation', a.organisation), 0, now(),
    jsonb_object_agg(a.fingerprint, jsonb_build_object(
      'state', 'firing', 'episode', a.episode, 'revision', 0, 'at', ${iso('told.at')}))
  from (select receiver, alert, max(created_at) as at from delivery
      where kind = 'firing' and state <> 'givenUp' and alert is not null group by receiver, alert) told
    join alert a on a.id = told.alert
  where a.ends_at is null
  group by told.receiver, a.rule, a.organisation`;

/** What an alert is about: its target, its indicator and area, or its source; else as its labels have it. */
const nameOf = (language: 'zh' | 'en') => {
  const part = (label: string) =>
    `coalesce(e.names -> '${label}' ->> '${language}', e.labels ->> '${label}')`;
  return `coalesce(t.name_${language}, e.names -> 'target' ->> '${language}', e.target_code,
      nullif(concat_ws(' · ', ${['indicator', 'area', 'source'].map(part).join(', ')}), ''), e.subject)`;
};

/** The view for Grafana with alerts that are no slips too: these have no statuses. */
const grafanaAlerts = [
  `CREATE OR REPLACE VIEW grafana.alerts AS
   select e.id, e.starts_at, e.ends_at, e.state, e.target_code as target, ${nameOf('zh')} as name_zh,
     ${nameOf('en')} as name_en, e.from_status as status_before, w.status, w.status_zh, w.status_en, e.organisation,
     o.name_zh as organisation_zh, o.name_en as organisation_en, e.rule
   from alert e left join grafana.statuses w on w.status = e.status
   left join organisation o on o.code = e.organisation
   left join lateral (
     select name_zh, name_en from target where code = e.target_code order by version desc limit 1) t on true`,
  `COMMENT ON VIEW grafana.alerts IS 'Alerts, from when they were told until they were over; those that are no slips have no statuses. 告警，自发出至解除；非滑坡告警无状态。'`,
  `COMMENT ON COLUMN grafana.alerts.state IS 'firing, acknowledged or resolved. 告警状态。'`,
];

/**
 * Alerts as rules with versions make them: their lives, episodes and events, who was told what, silences. What there
 * was goes on: rules as first versions, episodes by number, unsent messages in the form that is read now.
 */
const statements = [
  // Its name is wanted for a table.
  `DROP INDEX "public"."delivery_alert"`,
  `CREATE TABLE "alert_rule_version" ("name" text NOT NULL, "version" integer NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "changed_by" text NOT NULL, "definition" jsonb NOT NULL, CONSTRAINT "PK_084c617b8917cbd2cc0a4659bcb" PRIMARY KEY ("name", "version"))`,
  `CREATE TABLE "alert_settings_version" ("version" integer NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "changed_by" text NOT NULL, "definition" jsonb NOT NULL, CONSTRAINT "PK_9554a55f628a04ff06c528873e9" PRIMARY KEY ("version"))`,
  `CREATE TABLE "silence" ("id" integer GENERATED BY DEFAULT AS IDENTITY NOT NULL, "matchers" jsonb NOT NULL, "author" text NOT NULL, "comment" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "starts_at" TIMESTAMP WITH TIME ZONE NOT NULL, "ends_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_ec9ac137ff1086fec1ee152266b" PRIMARY KEY ("id"))`,
  `CREATE TABLE "alert_life" ("fingerprint" text NOT NULL, "rule" text NOT NULL, "subject" text NOT NULL, "labels" jsonb NOT NULL, "names" jsonb NOT NULL, "state" text NOT NULL, "since" TIMESTAMP WITH TIME ZONE NOT NULL, "reason" text NOT NULL, "life" jsonb NOT NULL, "escalation" jsonb, "alert" integer, CONSTRAINT "PK_159ecda76317533a668d54ceccd" PRIMARY KEY ("fingerprint"))`,
  `CREATE TABLE "alert_event" ("id" integer GENERATED BY DEFAULT AS IDENTITY NOT NULL, "fingerprint" text NOT NULL, "alert" integer, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "sweep" bigint, "action" text NOT NULL, "reason" text NOT NULL, "numbers" jsonb NOT NULL, "who" text, "comment" text, CONSTRAINT "PK_1c7366edb86d2fff4713e74c6eb" PRIMARY KEY ("id"))`,
  `CREATE TABLE "notification_group" ("receiver" text NOT NULL, "group_key" text NOT NULL, "group_labels" jsonb NOT NULL, "sequence" integer NOT NULL, "last_at" TIMESTAMP WITH TIME ZONE, "told" jsonb NOT NULL, CONSTRAINT "PK_13784604fdd76e619de38497c27" PRIMARY KEY ("receiver", "group_key"))`,
  `CREATE TABLE "notification_due" ("id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL, "at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_1acd63c7066947b4dd394e3d581" PRIMARY KEY ("id"))`,
  `CREATE TABLE "delivery_alert" ("delivery" integer NOT NULL, "alert" integer NOT NULL, CONSTRAINT "PK_f2fe3ecf16a1c0955be294e02dd" PRIMARY KEY ("delivery", "alert"))`,
  `CREATE SEQUENCE alert_sweep`,

  `ALTER TABLE "alert_rule" ADD "version" integer NOT NULL DEFAULT 1`,
  `ALTER TABLE "alert_rule" ALTER COLUMN "version" DROP DEFAULT`,
  ruleVersions,
  `ALTER TABLE "alert_rule" DROP COLUMN "level"`,
  `ALTER TABLE "alert_rule" DROP COLUMN "enabled"`,

  `DROP INDEX "public"."alert_open"`,
  `ALTER TABLE "alert" ADD "rule_version" integer NOT NULL DEFAULT 1`,
  `ALTER TABLE "alert" ADD "subject" text`,
  `ALTER TABLE "alert" ADD "episode" integer`,
  `ALTER TABLE "alert" ADD "revision" integer NOT NULL DEFAULT 0`,
  `ALTER TABLE "alert" ADD "about" text NOT NULL DEFAULT 'condition'`,
  `ALTER TABLE "alert" ADD "severity" text NOT NULL DEFAULT 'warning'`,
  `ALTER TABLE "alert" ADD "labels" jsonb`,
  `ALTER TABLE "alert" ADD "names" jsonb NOT NULL DEFAULT '{}'`,
  `ALTER TABLE "alert" ADD "numbers" jsonb NOT NULL DEFAULT '{}'`,
  `ALTER TABLE "alert" ADD "changed_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "alert" ADD "acknowledged_by" text`,
  `ALTER TABLE "alert" ADD "acknowledged_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "alert" ADD "acknowledgement" text`,
  `ALTER TABLE "alert" ADD "escalated_to" text array NOT NULL DEFAULT '{}'`,
  `update alert a set subject = 'target/' || target_code, changed_at = starts_at, episode = numbered.episode,
     labels = jsonb_build_object('target', target_code, 'organisation', organisation)
   from (select id, row_number() over (partition by fingerprint order by id)::int as episode from alert) numbered
   where numbered.id = a.id`,
  `ALTER TABLE "alert" ALTER COLUMN "rule_version" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "subject" SET NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "episode" SET NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "revision" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "about" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "severity" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "labels" SET NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "names" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "numbers" DROP DEFAULT`,
  `ALTER TABLE "alert" ALTER COLUMN "changed_at" SET NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "target_code" DROP NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "organisation" DROP NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "status" DROP NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "from_status" DROP NOT NULL`,
  `ALTER TABLE "alert" ALTER COLUMN "assessment" DROP NOT NULL`,
  `CREATE UNIQUE INDEX "alert_episode" ON "alert"  ("fingerprint", "episode")`,
  `CREATE UNIQUE INDEX "alert_open" ON "alert"  ("fingerprint") WHERE (ends_at IS NULL)`,
  lives,
  groupLogs,

  `ALTER TABLE "delivery" ADD "group_key" text`,
  `ALTER TABLE "delivery" ADD "thread" text`,
  `update delivery d set group_key = own.group_key, thread = own.thread
   from (select id, group_key, first_value(key) over (partition by receiver, group_key order by id) as thread
     from (select id, key, receiver, coalesce('alert/' || alert, 'incident/' || incident, key) as group_key
       from delivery) grouped) own
   where own.id = d.id`,
  `insert into delivery_alert (delivery, alert) select id, alert from delivery where alert is not null`,
  unsentMessages,
  `ALTER TABLE "delivery" ALTER COLUMN "group_key" SET NOT NULL`,
  `ALTER TABLE "delivery" ALTER COLUMN "thread" SET NOT NULL`,
  `DROP INDEX "public"."delivery_incident"`,
  `ALTER TABLE "delivery" DROP COLUMN "alert"`,
  `ALTER TABLE "delivery" DROP COLUMN "incident"`,

  `CREATE INDEX "alert_life_running" ON "alert_life"  ("rule") WHERE (state = ANY (ARRAY['pending'::text, 'firing'::text, 'acknowledged'::text]))`,
  `CREATE INDEX "alert_life_subject" ON "alert_life"  ("subject")`,
  `CREATE INDEX "alert_event_fingerprint" ON "alert_event"  ("fingerprint")`,
  `CREATE INDEX "delivery_alert_alert" ON "delivery_alert"  ("alert")`,
  `CREATE INDEX "delivery_group" ON "delivery"  ("receiver", "group_key", "id")`,
  `CREATE INDEX "delivery_waiting" ON "delivery"  ("receiver", "group_key", "id") WHERE (state = 'due'::text)`,
  `ALTER TABLE "alert_rule_version" ADD CONSTRAINT "FK_d581b61091b9b75cac385233958" FOREIGN KEY ("name") REFERENCES "alert_rule"("name") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "alert_life" ADD CONSTRAINT "FK_3c4e8bb867bd64c7fd24b80db90" FOREIGN KEY ("rule") REFERENCES "alert_rule"("name") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "alert_life" ADD CONSTRAINT "FK_ffa68a5fd856345769e6a5321db" FOREIGN KEY ("alert") REFERENCES "alert"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "alert_event" ADD CONSTRAINT "FK_3c0c20cbe4904266891b72f0fd7" FOREIGN KEY ("alert") REFERENCES "alert"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "notification_group" ADD CONSTRAINT "FK_5238ed5086f0d345dea379b2da6" FOREIGN KEY ("receiver") REFERENCES "receiver"("name") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "delivery_alert" ADD CONSTRAINT "FK_4f0126d96a4d2236a250328f06a" FOREIGN KEY ("delivery") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
  `ALTER TABLE "delivery_alert" ADD CONSTRAINT "FK_5432edeed3772a5998a0b1995f6" FOREIGN KEY ("alert") REFERENCES "alert"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `insert into notification_due (at) values (null)`,
  ...grafanaAlerts,
];

export class AlertLives1797200000000 implements MigrationInterface {
  readonly name = 'AlertLives1797200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
