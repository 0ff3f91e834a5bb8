/** The tables of what happened: alerts and imports, the newest first. */
import type { Alert, ImportReport, Organisation } from '#contract';
import type { StoredTarget } from '#storage';
import { statusWords } from '../assessments/verdict-words.js';
import type { Language } from './payload.js';
import { type Column, epochMs, tableOf, type TitledTable } from './table.js';

export function alertsTable(
  refId: string,
  language: Language,
  alerts: readonly Alert[],
  catalogue: { readonly targets: readonly StoredTarget[]; readonly organisations: readonly Organisation[] },
): TitledTable {
  const targets = new Map(catalogue.targets.map((target) => [target.code, target.name[language]]));
  const organisations = new Map(catalogue.organisations.map(({ code, name }) => [code, name[language]]));
  const columns: Column<Alert>[] = [
    { text: 'id', type: 'number', cell: (alert) => alert.id },
    { text: 'startsAt', type: 'time', cell: (alert) => epochMs(alert.startsAt) },
    { text: 'endsAt', type: 'time', cell: (alert) => epochMs(alert.endsAt) },
    { text: 'state', type: 'string', cell: (alert) => alert.state },
    { text: 'target', type: 'string', cell: (alert) => alert.target },
    { text: 'name', type: 'string', cell: (alert) => targets.get(alert.target) ?? alert.target },
    { text: 'from', type: 'string', cell: (alert) => statusWords[alert.from][language] },
    { text: 'status', type: 'string', cell: (alert) => alert.status },
    { text: 'statusText', type: 'string', cell: (alert) => statusWords[alert.status][language] },
    {
      text: 'organisation',
      type: 'string',
      cell: (alert) => organisations.get(alert.organisation) ?? alert.organisation,
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
