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
        sessionIdleMinutes: 60,
        sessionHours: 12,
        trustedProxies: [],
        requestsPerMinute: 6000,
        uploadsPerMinute: 120,
        singleSignOn: null,
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
    ['SESSION_IDLE_MINUTES', '0'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/'],
    ['REQUESTS_PER_MINUTE', '-1'],
    ['OIDC_ISSUER', 'http://login.example.gov.cn'],
    ['OIDC_ROLES', 'admins'],
    ['OIDC_ROLES', 'admins=owner'],
    ['OIDC_SCOPE', 'profile'],
  ])('refuses %s=%s', (setting, text) => {
    const result = parseConfiguration({ [setting]: text }, '/');
    expect('faults' in result && result.faults.map((fault) => fault.setting)).toEqual([setting]);
  });
});

it('sends the cookie over HTTPS only when the public address is one, unless told', () => {
  const secure = (set: Record<string, string>) => {
    const result = parseConfiguration(set, '/');
    return 'configuration' in result && result.configuration.cookieSecure;
  };
  expect(secure({ PUBLIC_URL: 'https://monitor.example.gov.cn' })).toBe(true);
  expect(secure({ PUBLIC_URL: 'http://10.0.0.8:3000' })).toBe(false);
  expect(secure({ PUBLIC_URL: 'https://monitor.example.gov.cn', COOKIE_SECURE: 'false' })).toBe(false);
});

it('takes addresses, networks and names of networks for trusted proxies', () => {
  const result = parseConfiguration({ TRUSTED_PROXIES: 'loopback, 10.1.0.0/16,192.168.1.7, fd00::/8' }, '/');
  expect(result).toMatchObject({
    configuration: { trustedProxies: ['loopback', '10.1.0.0/16', '192.168.1.7', 'fd00::/8'] },
  });
});

describe('single sign-on', () => {
  const issuer = { OIDC_ISSUER: 'https://login.example.gov.cn' };

  it('needs a client and the address to come back to', () => {
    const result = parseConfiguration(issuer, '/');
    expect('faults' in result && result.faults.map(({ setting }) => setting)).toEqual([
      'OIDC_CLIENT_ID',
      'PUBLIC_URL',
    ]);
  });

  it('reads what the texts of a claim mean, also where they have an equals sign of their own', () => {
    const result = parseConfiguration(
      {
        ...issuer,
        OIDC_CLIENT_ID: 'monitor',
        PUBLIC_URL: 'https://monitor.example.gov.cn',
        OIDC_ROLES: 'cn=admins=admin, 统计=uploader',
        OIDC_ORGANISATION_CLAIM: 'department',
        OIDC_ORGANISATIONS: '西安市=xian-government',
      },
      '/',
    );
    expect('configuration' in result && result.configuration.singleSignOn).toMatchObject({
      roles: new Map([
        ['cn=admins', 'admin'],
        ['统计', 'uploader'],
      ]),
      organisationClaim: 'department',
      organisations: new Map([['西安市', 'xian-government']]),
      clientSecret: null,
      unknownUser: 'refuse',
    });
  });
});

describe('readConfiguration', () => {
  it('reads .env below the environment and says in one error what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
    writeFileSync(join(folder, '.env'), 'PORT=70000\nTIME_ZONE=Nowhere\n');
    expect(() => readConfiguration(folder)).toThrow(/PORT: [^]*TIME_ZONE: must be an IANA zone/);
  });
});
