import type { TestApplication } from './test-application.js';

/** Options that write something whole. */
export const put = (body: unknown, token?: string) => ({
  method: 'PUT',
  body: JSON.stringify(body),
  ...(token === undefined ? {} : { token }),
});

interface AuditEntry {
  readonly who: string;
  readonly action: string;
  readonly details: object;
}

/** What changes of alert rules and settings leave behind besides themselves. */
export const tracesIn = (application: () => TestApplication) => ({
  auditOf: (subject: string): Promise<AuditEntry[]> =>
    application().database.query(
      'select who, action, details from audit_entry where subject = $1 order by id',
      [subject],
    ),
  planIsDue: async (): Promise<boolean> => {
    const rows: unknown[] = await application().database.query(
      'select from notification_due where at is null',
    );
    return rows.length > 0;
  },
});
