import type { AlertRule, Problem } from '#contract';
import { put, tracesIn } from './alert-changes.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00.000Z';
let application: TestApplication;
let viewer: string;
let uploader: string;

beforeAll(async () => {
  application = await startTestApplication({ now });
  viewer = await application.token('viewer');
  uploader = await application.token('uploader');
});
afterAll(() => application.close());

const { auditOf, planIsDue } = tracesIn(() => application);

const texts = { summary: '{{target}}: {{before}} → {{now}}', description: '{{organisation}}' };
const rule = {
  enabled: true,
  condition: { kind: 'statusWorsens', level: 'offTrack' },
  matchers: [{ label: 'area', operator: '=~', value: '6101.*' }],
  for: { sweeps: 1 },
  noDataFor: { days: 30 },
  keepFiring: { releases: 1 },
  severity: 'critical',
  texts: { zh: texts, en: texts },
};

describe('alert rules', () => {
  const path = '/api/v1/alert-rules/off-track';

  it('are made by an administrator, read by everybody, and the change is kept', async () => {
    await application.database.query('delete from notification_due');
    const made = { ...rule, name: 'off-track', version: 1, changedAt: now, changedBy: 'admin-1' };
    expect(await application.ask(path, put(rule))).toMatchObject({ status: 200, body: made });
    expect((await application.ask<AlertRule>(path, { token: viewer })).body).toEqual(made);
    const all = await application.ask<AlertRule[]>('/api/v1/alert-rules', { token: viewer });
    expect(all.body.map(({ name }) => name)).toEqual([
      'forecast-unlikely',
      'import-refused',
      'late-stage',
      'missed',
      'off-track',
      'overdue',
      'revision',
      'slip',
      'source-silent',
    ]);
    expect(await planIsDue()).toBe(true);
    expect(await auditOf('alert rule off-track')).toEqual([
      { who: 'admin-1', action: 'change', details: { ...rule, name: 'off-track', version: 1 } },
    ]);
  });

  it('are changed as they were shown, version by version; the same again is no change', async () => {
    const { body: shown } = await application.ask<AlertRule>(path);
    application.setNow('2026-11-24T04:00:00.000Z');
    const changed = { ...shown, severity: 'info' };
    const answer = await application.ask<AlertRule>(path, put(changed));
    expect(answer).toMatchObject({ status: 200, body: { version: 2, severity: 'info', name: 'off-track' } });
    expect(answer.body.changedAt).toBe('2026-11-24T04:00:00.000Z');
    expect((await application.ask(path, put(changed))).body).toEqual(answer.body);
    const versions = await application.ask<AlertRule[]>(`${path}/versions`, { token: viewer });
    expect(versions.body).toEqual([answer.body, shown]);
    expect(await auditOf('alert rule off-track')).toHaveLength(2);
    application.setNow(now);
  });

  it.each([
    [
      'a version that counts no more',
      path,
      { version: 1 },
      /has changed the .* meanwhile.*version 2, changed by admin-1 at 2026/,
    ],
    ['no version of a rule that exists', path, {}, /say by version.*version 2/],
    ['a version of a rule that does not', '/api/v1/alert-rules/new', { version: 1 }, /leave version out/],
  ])('are not changed over somebody else’s change: %s', async (_what, at, version, detail) => {
    const answer = await application.ask<Problem>(at, put({ ...rule, ...version }));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: 'conflict' });
    expect(answer.body.detail).toMatch(detail);
  });

  it('of two changes at once one lands, and the other says so', async () => {
    const other = '/api/v1/alert-rules/at-once';
    const answers = await Promise.all(
      ['info', 'warning', 'critical'].map((severity) => application.ask(other, put({ ...rule, severity }))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await application.ask<AlertRule[]>(`${other}/versions`)).body).toHaveLength(1);
  });

  it('keep the kind of their condition, for the lives of their alerts go on', async () => {
    const late = { summary: '{{daysLate}}', description: '{{period}}' };
    const answer = await application.ask<Problem>(
      path,
      put({ ...rule, version: 2, condition: { kind: 'overdue', days: 3 }, texts: { zh: late, en: late } }),
    );
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ path: 'condition.kind' }] } });
    expect(answer.body.detail).toContain('make a new one');
  });

  it.each([
    ['a viewer', () => viewer],
    ['an uploader', () => uploader],
  ])('are not made by %s', async (_who, token) => {
    const { status, body } = await application.ask<Problem>(path, put(rule, token()));
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'not-permitted' });
  });

  const word = { summary: '!', description: '!' };
  const plain = { zh: word, en: word };
  const conditions = {
    level: { kind: 'statusWorsens', level: 'awful' },
    kind: { kind: 'moonPhase' },
    share: { kind: 'revisionLarger', share: 0.1, absolute: 3 },
    recover: { kind: 'forecastBelow', probability: 0.5, recoverAt: 0.4 },
    days: { kind: 'overdue', days: 0 },
  };
  it.each<[string, object, string, RegExp]>([
    ['another name in the body', { name: 'other' }, 'name', /the path/],
    ['an unknown level', { condition: conditions.level }, 'condition.level', /atRisk/],
    ['an unknown condition', { condition: conditions.kind }, 'condition.kind', /./],
    ['a share and an amount', { condition: conditions.share }, 'condition', /one of share .* absolute/],
    [
      'an end before the beginning',
      { condition: conditions.recover, texts: plain },
      'condition',
      /Give a higher one/,
    ],
    ['no days', { condition: conditions.days, texts: plain }, 'condition', /1 to 3660/],
    ['two spans at once', { for: { days: 1, sweeps: 1 } }, 'for', /Give one of sweeps, days/],
    [
      'releases of a source',
      { condition: { kind: 'importRefused' }, for: { releases: 1 }, keepFiring: { days: 1 }, texts: plain },
      'for',
      /Sources and projects have no releases/,
    ],
    ['a span back in time', { keepFiring: { days: -1 } }, 'keepFiring', /0 to 4000/],
    ['nothing known told at once', { noDataFor: { days: 0 } }, 'noDataFor', /at least 1/],
    [
      'a label that is none',
      { matchers: [{ label: 'a b', operator: '=', value: '' }] },
      'matchers.0',
      /no name of a label/,
    ],
    [
      'a pattern that is none',
      { matchers: [{ label: 'area', operator: '=~', value: '(' }] },
      'matchers.0',
      /cannot be used/,
    ],
    [
      'an unknown place',
      { texts: { zh: texts, en: { ...texts, summary: '{{gdp}}' } } },
      'texts.en.summary',
      /there are before, now, level/,
    ],
    [
      'a broken place',
      { texts: { zh: texts, en: { ...texts, summary: 'a {{' } } },
      'texts.en.summary',
      /character 3/,
    ],
    [
      'no text',
      { texts: { zh: { ...texts, description: ' ' }, en: texts } },
      'texts.zh.description',
      /people read/,
    ],
    ['something else', { color: 'red' }, '', /color/],
  ])('are refused with %s', async (_fault, part, field, sentence) => {
    const answer = await application.ask<Problem>(path, put({ ...rule, ...part }));
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid-request');
    expect(answer.body.errors?.map((fault) => fault.path)).toEqual([field]);
    expect(answer.body.errors?.[0]?.message).toMatch(sentence);
  });

  it.each([
    ['NUL', '\\u0000'],
    ['one half of a pair', '\\ud800'],
    ['the other half of a pair', '\\udc00'],
  ])('are refused with a text that cannot be stored: %s', async (_what, escaped) => {
    const unstorable = { summary: 'here', description: '!' };
    const body = JSON.stringify({ ...rule, texts: { zh: unstorable, en: unstorable } }).replaceAll(
      'here',
      escaped,
    );
    const answer = await application.ask<Problem>('/api/v1/alert-rules/odd', { method: 'PUT', body });
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 400,
      code: 'invalid-request',
    });
    expect(answer.body.detail).toMatch(/cannot be stored/);
  });

  it('are refused with a name in capitals, and those that do not exist are not found', async () => {
    const answer = await application.ask<Problem>('/api/v1/alert-rules/OffTrack', put(rule));
    expect(answer.body.errors).toMatchObject([{ path: 'name' }]);
    expect((await application.ask('/api/v1/alert-rules/none')).status).toBe(404);
    expect((await application.ask('/api/v1/alert-rules/none/versions')).status).toBe(404);
  });
});

describe('the description of the interface', () => {
  it('has rules, settings with their tree, silences, alerts and deliveries, requests and answers', async () => {
    const { body } = await application.ask<{ paths: Record<string, Record<string, object>> }>(
      '/api/v1/openapi.json',
    );
    const methods = Object.entries(body.paths)
      .filter(([at]) => /\/(?:alert|silences|deliveries)/.test(at))
      .map(
        ([at, operations]) =>
          `${at.slice('/api/v1/'.length)} ${Object.keys(operations).toSorted().join(' ')}`,
      );
    expect(methods.toSorted()).toEqual([
      'alert-rules get',
      'alert-rules/{name} get put',
      'alert-rules/{name}/versions get',
      'alert-settings get put',
      'alert-settings/versions get',
      'alerts get',
      'alerts/{id} get',
      'alerts/{id}/acknowledgement delete post',
      'alerts/{id}/events get',
      'deliveries get',
      'deliveries/retry post',
      'deliveries/{id}/attempts get',
      'deliveries/{id}/retry post',
      'silences get post',
      'silences/preview post',
      'silences/{id} delete get',
    ]);
    const settings = JSON.stringify(body.paths['/api/v1/alert-settings']?.['put']);
    for (const word of ['groupWaitSeconds', 'workedWeekends', 'leadingGroup', 'staleAfterSeconds'])
      expect(settings).toContain(word);
    expect(JSON.stringify(body.paths['/api/v1/alert-rules/{name}']?.['put'])).toContain('revisionLarger');
  });
});
