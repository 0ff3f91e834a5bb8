import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Configuration, parseConfiguration } from '#configuration';
import type { Source } from '#contract';
import { currentAlertSettings, planDeliveries } from '#monitoring';
import { inTransaction, readAlertSettings, saveAlertSettings } from '#storage';
import { deliverDue } from '../src/alerts/delivery-worker.js';
import { createSend } from '../src/alerts/send.js';
import { type MailServer, startMailServer } from '../src/alerts/test/mail-server.js';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { statusWords } from '../src/assessments/verdict-words.js';
import { SourceRunner } from '../src/sources/source-runner.js';
import { startTestApplication, type TestApplication } from './test-application.js';

export const start = new Date('2026-11-23T04:00:00Z');
export const day = 24 * 60;
export const limits = { MAX_UPLOAD_BYTES: '20000' };

export const header = 'indicator,ref_area,time_period,obs_value\n';
export const good = (value: number, period = '2026-06') =>
  `${header}metro_length,610100,${period},${value}\n`;
export const bad = `${header}metro_length,610100,2026-06,很长\n`;

export const path = '/api/v1/sources/bureau';
export const put = (body: unknown, token?: string) => ({
  method: 'PUT',
  body: JSON.stringify(body),
  ...(token === undefined ? {} : { token }),
});

/**
 * The application with one source, "bureau", a folder on disk, a webhook receiver, a mailbox and a clock. The worker's
 * part is played by a runner that looks when the test says so.
 */
export class SourceSite {
  application!: TestApplication;
  mail!: MailServer;
  hook!: WebhookReceiver;
  runner!: SourceRunner;
  /** The folder. */
  root = '';
  now = start;
  private faults: unknown[] = [];

  /** Before all tests. */
  async open(): Promise<void> {
    this.mail = await startMailServer();
    this.application = await startTestApplication({
      now: start.toISOString(),
      environment: { ...limits, SMTP_URL: this.mail.url },
    });
    // The clock of these tests goes by minutes: what changes is told at once, not five minutes after the last message.
    await inTransaction(this.application.database, async (tx) => {
      const settings = await currentAlertSettings(tx);
      const grouping = { ...settings.grouping, groupIntervalSeconds: 0 };
      const version = ((await readAlertSettings(tx))?.version ?? 0) + 1;
      const changed = { at: start, by: 'spec' };
      expect(await saveAlertSettings(tx, version, { ...settings, grouping }, changed)).toBe(true);
    });
  }

  /** Before each: no source, an empty folder, one receiver. */
  async clear(): Promise<void> {
    this.root = mkdtempSync(join(tmpdir(), 'guanzhong-source-test-'));
    this.hook = await startWebhookReceiver();
    this.faults = [];
    for (const table of [
      'delivery',
      'notification_group',
      'notification_due',
      'alert_event',
      'alert_life',
      'alert',
      'import_source_incident',
      'import_source',
      'receiver',
    ])
      await this.application.database.query(`delete from ${table}`);
    this.setNow(start);
    this.runner = this.newRunner();
    await this.application.ask(
      '/api/v1/receivers/duty',
      put({ channel: 'webhook', url: this.hook.url, organisations: [], enabled: true }),
    );
  }

  /** After each: nothing went wrong that nobody expected. */
  async check(): Promise<void> {
    await this.runner.stop();
    await this.hook.close();
    rmSync(this.root, { recursive: true, force: true });
    expect(this.faults).toEqual([]);
  }

  /** After all. */
  async close(): Promise<void> {
    await this.mail.close();
    await this.application.close();
  }

  configuration(environment: Record<string, string> = {}): Configuration {
    const parsed = parseConfiguration({ ...limits, SMTP_URL: this.mail.url, ...environment }, '/');
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    return parsed.configuration;
  }

  newRunner(database = this.application.database): SourceRunner {
    return new SourceRunner({
      database,
      configuration: this.configuration(),
      clock: () => this.now,
      onFault: (error) => this.faults.push(error),
    });
  }

  setNow(instant: Date): void {
    this.now = instant;
    this.application.setNow(instant.toISOString());
  }

  pass(minutes: number): void {
    this.setNow(new Date(this.now.getTime() + minutes * 60_000));
  }

  /** One round of the clock: what is due is looked at to its end, what is to be told is told. */
  async round(minutes: number): Promise<void> {
    this.pass(minutes);
    await this.runner.pass();
    await this.runner.idle();
    await this.deliver();
  }

  async deliver(): Promise<void> {
    const { timeZone } = this.configuration();
    await planDeliveries(this.application.database, { now: this.now, timeZone, statusWords });
    await deliverDue(
      this.application.database,
      { clock: () => this.now, stopping: () => false, onFault: (error) => this.faults.push(error) },
      createSend(this.configuration({ PUBLIC_URL: 'https://monitor.example.gov.cn' })),
    );
  }

  /** Settings of the source as a folder that is looked at every minute. */
  folder(own: object = {}): object {
    return { kind: 'folder', path: this.root, quietSeconds: 0, cron: '* * * * *', ...own };
  }

  async save(settings: object): Promise<Source> {
    const { status, body } = await this.application.ask<Source>(path, put(settings));
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  async read(): Promise<Source> {
    return (await this.application.ask<Source>(path)).body;
  }

  /** Names in the folder, or in one of it. */
  list(place = ''): string[] {
    return readdirSync(join(this.root, place)).toSorted();
  }

  /** The alerts that the webhook receiver was told, like "source-silent firing". */
  told(): string[] {
    return this.hook.requests.map(({ body }) => `${body.alerts[0]?.labels['alertname']} ${body.status}`);
  }

  audit(): Promise<{ action: string; details: Record<string, unknown> }[]> {
    return this.application.database.query(
      `select action, details from audit_entry where subject = 'source bureau' order by id`,
    );
  }
}

/** Asks again and again until there is an answer. */
export async function until<T>(look: () => T | null | Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > giveUpAt) throw new Error('It did not come true within a minute');
    await delay(20);
  }
}
