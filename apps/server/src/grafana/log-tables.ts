/** The tables of what happened: alerts and imports, the newest first. */
import type { ImportReport, Organisation } from '#contract';
import type { StoredAlert, StoredTarget } from '#storage';
import { statusWords } from '../assessments/verdict-words.js';
import { alertName } from './alert-name.js';
import type { Language } from './payload.js';
import { type Column, epochMs, tableOf, type TitledTable } from './table.js';

export function alertsTable(
  refId: string,
  language: Language,
  alerts: readonly StoredAlert[],
  catalogue: { readonly targets: readonly StoredTarget[]; readonly organisations: readonly Organisation[] },
): TitledTable {
  const organisations = new Map(catalogue.organisations.map(({ code, name }) => [code, name[language]]));
  const columns: Column<StoredAlert>[] = [
    { text: 'id', type: 'number', cell: (alert) => alert.id },
    { text: 'startsAt', type: 'time', cell: (alert) => epochMs(alert.startsAt) },
    { text: 'endsAt', type: 'time', cell: (alert) => epochMs(alert.endsAt) },
    { text: 'state', type: 'string', cell: (alert) => alert.state },
    { text: 'target', type: 'string', cell: (alert) => alert.target },
    { text: 'name', type: 'string', cell: (alert) => alertName(alert, catalogue.targets, language) },
    { text: 'from', type: 'string', cell: (alert) => alert.from && statusWords[alert.from][language] },
    { text: 'status', type: 'string', cell: (alert) => alert.status },
    {
      text: 'statusText',
      type: 'string',
      cell: (alert) => alert.status && statusWords[alert.status][language],
    },
    {
      text: 'organisation',
      type: 'string',
      cell: ({ organisation }) => organisation && (organisations.get(organisation) ?? organisation),
    },
    { text: 'rule', type: 'string', cell: (alert) => alert.rule },
  ];
  return tableOf(refId, language, columns, alerts);
}

export function importsTable(
  refId: string,
  language: Language,
  imports: readonly ImportReport[],
): TitledTable {
  const columns: Column<ImportReport>[] = [
    { text: 'id', type: 'number', cell: (report) => report.id },
    { text: 'createdAt', type: 'time', cell: (report) => epochMs(report.createdAt) },
    { text: 'uploadedBy', type: 'string', cell: (report) => report.uploadedBy },
    { text: 'file', type: 'string', cell: (report) => report.file.name },
    { text: 'state', type: 'string', cell: (report) => report.state },
    { text: 'read', type: 'number', cell: (report) => report.rows.read },
    { text: 'inserted', type: 'number', cell: (report) => report.rows.inserted },
    { text: 'revised', type: 'number', cell: (report) => report.rows.revised },
    { text: 'unchanged', type: 'number', cell: (report) => report.rows.unchanged },
    { text: 'duplicate', type: 'number', cell: (report) => report.rows.duplicate },
    { text: 'rejected', type: 'number', cell: (report) => report.rows.rejected },
    { text: 'verdictChanges', type: 'number', cell: (report) => report.verdictChanges.length },
  ];
  return tableOf(refId, language, columns, imports);
}
