import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration, readConfiguration } from './configuration.js';

describe('parseConfiguration', () => {
  it('needs nothing: every setting has a default', () => {
    const result = parseConfiguration({}, '/srv/plan');
    expect(result).toEqual({
      configuration: {
        databaseUrl: null,
        dataDir: null,
        host: '127.0.0.1',
        port: 3000,
        roles: new Set(['api', 'worker']),
        timeZone: 'Asia/Shanghai',
        publicUrl: null,
        bootstrapAdminToken: null,
        seedsDir: '/srv/plan/seeds',
        maxUploadBytes: 100_000_000,
        smtpUrl: null,
        smtpFrom: 'guanzhong@localhost',
        deliveryGiveUpHours: 24,
        cookieSecure: false,
      },
    });
  });

  it('takes an empty text for unset, as docker-compose writes it', () => {
    const result = parseConfiguration({ DATABASE_URL: '', PORT: '' }, '/');
    expect(result).toMatchObject({ configuration: { databaseUrl: null, port: 3000 } });
  });

  it('names every fault at once', () => {
    const result = parseConfiguration(
      {
        PORT: '80a',
        TIME_ZONE: 'Mars/Olympus',
        ROLES: 'api,cook',
        DATABASE_URL: 'mysql://x',
        SMTP_URL: 'mail',
      },
      '/',
    );
    expect('faults' in result && result.faults.map((fault) => fault.setting).toSorted()).toEqual([
      'DATABASE_URL',
      'PORT',
      'ROLES',
      'SMTP_URL',
      'TIME_ZONE',
    ]);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['MAX_UPLOAD_BYTES', '0'],
    ['DELIVERY_GIVE_UP_HOURS', '0'],
    ['BOOTSTRAP_ADMIN_TOKEN', 'short'],
    ['PUBLIC_URL', 'ftp://x'],
    ['COOKIE_SECURE', 'maybe'],
  ])('refuses %s=%s', (setting, text) => {
    const result = parseConfiguration({ [setting]: text }, '/');
    expect('faults' in result && result.faults.map((fault) => fault.setting)).toEqual([setting]);
  });
});

describe('readConfiguration', () => {
  it('reads .env below the environment and says in one error what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
    writeFileSync(join(folder, '.env'), 'PORT=70000\nTIME_ZONE=Nowhere\n');
    expect(() => readConfiguration(folder)).toThrow(/PORT: [^]*TIME_ZONE: must be an IANA zone/);
  });
});
