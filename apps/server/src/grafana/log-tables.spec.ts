import type { ImportReport } from '#contract';
import type { StoredAlert } from '#storage';
import { alertsTable, importsTable } from './log-tables.js';
import type { TitledTable } from './table.js';
import { names } from './test/sample-plan.js';

/** A table's rows by the names of its columns. */
const rowsOf = ({ columns, rows }: TitledTable) =>
  rows.map((row) => Object.fromEntries(columns.map(({ text }, index) => [text, row[index]])));

describe('the table of alerts', () => {
  const alert: StoredAlert = {
    id: 7,
    rule: 'off-track',
    severity: 'warning',
    about: 'condition',
    subject: 'target/routes-2020',
    labels: {},
    names: {},
    numbers: {},
    acknowledged: null,
    escalatedTo: [],
    changedAt: '2020-03-01T00:00:00.000Z',
    target: 'routes-2020',
    organisation: 'statistics',
    state: 'firing',
    fingerprint: 'f',
    status: 'offTrack',
    from: 'onTrack',
    startsAt: '2020-03-01T00:00:00.000Z',
    endsAt: null,
  };

  it('says what slipped, from where to where, since when', () => {
    expect(rowsOf(alertsTable('A', 'zh', [alert], names))).toEqual([
      {
        id: 7,
        startsAt: Date.parse('2020-03-01T00:00:00Z'),
        endsAt: null,
        state: 'firing',
        target: 'routes-2020',
        name: 'routes-2020',
        from: '进展正常',
        status: 'offTrack',
        statusText: '进度滞后',
        organisation: '统计局',
        rule: 'off-track',
      },
    ]);
  });

  it('shows a code where the name is gone', () => {
    const [row] = rowsOf(alertsTable('A', 'en', [{ ...alert, target: 'x', organisation: 'y' }], names));
    expect(row).toMatchObject({ name: 'x', organisation: 'y' });
  });

  it('says of an alert about a series or a source what that is called, and nothing of a status', () => {
    const about = { ...alert, target: null, status: null, from: null, organisation: null };
    const named = {
      ...about,
      labels: { indicator: 'routes', area: '610100', source: 'bureau' },
      names: { indicator: { zh: '航线', en: 'routes' }, area: { zh: '西安', en: 'Xi’an' } },
    };
    expect(rowsOf(alertsTable('A', 'zh', [named], names))[0]).toMatchObject({
      name: '航线 · 西安 · bureau',
      target: null,
      from: null,
      statusText: null,
      organisation: null,
    });
    expect(rowsOf(alertsTable('A', 'en', [about], names))[0]).toMatchObject({ name: 'target/routes-2020' });
  });
});

describe('the table of imports', () => {
  it('counts the rows of each file', () => {
    const report: ImportReport = {
      id: 3,
      state: 'applied',
      createdAt: '2020-03-01T00:00:00.000Z',
      uploadedBy: 'bureau',
      dryRun: false,
      onError: 'reject',
      file: { name: 'values.csv', bytes: 1, sha256: 's', format: 'csv', encoding: 'utf-8', layout: 'long' },
      rows: { read: 10, inserted: 6, revised: 2, unchanged: 1, duplicate: 1, rejected: 0, missing: 0 },
      rejections: [],
      rejectionCount: 0,
      warnings: [],
      verdictChanges: [{ target: 'routes-2020', from: 'onTrack', to: 'offTrack' }],
      failure: null,
      understood: null,
      questions: [],
      preview: [],
      undone: null,
    };
    expect(rowsOf(importsTable('A', 'en', [report]))).toEqual([
      {
        id: 3,
        createdAt: Date.parse('2020-03-01T00:00:00Z'),
        uploadedBy: 'bureau',
        file: 'values.csv',
        state: 'applied',
        read: 10,
        inserted: 6,
        revised: 2,
        unchanged: 1,
        duplicate: 1,
        rejected: 0,
        verdictChanges: 1,
      },
    ]);
  });
});
