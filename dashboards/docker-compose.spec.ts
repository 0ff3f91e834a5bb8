import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseConfiguration } from '#configuration';
import { sourceNames } from './sources/source.js';

const root = process.cwd();
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

const composeSchema = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.string()),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.looseObject({ test: z.array(z.string()).min(2) }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
});
const grafanaSchema = z.looseObject({
  image: z.string(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
});
const compose = composeSchema.parse(parse(read('docker-compose.yml')));
const service = (name: string) => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

/** The values an operator would write into .env. */
const operator: Record<string, string> = {
  POSTGRES_PASSWORD: 'aVeryLongPassword1',
  BOOTSTRAP_ADMIN_TOKEN: 'sixteen-characters-or-more',
  GRAFANA_ADMIN_PASSWORD: 'aVeryLongPassword2',
  GRAFANA_DATABASE_PASSWORD: 'aVeryLongPassword3',
  PUBLIC_URL: 'https://monitor.example.cn',
  SMTP_URL: 'smtp://mail.example.cn:25',
  SMTP_FROM: 'monitor@example.cn',
  DELIVERY_GIVE_UP_HOURS: '48',
};

/** `${NAME}`, `${NAME:-otherwise}` and `${NAME:?what is missing}` as Compose replaces them. */
function replaced(text: string, environment: Record<string, string>): string {
  return text.replace(
    /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_whole, name: string, kind?: string, rest = '') => {
      const value = environment[name] ?? '';
      if (value !== '') return value;
      if (kind === '?') throw new Error(`${name}: ${String(rest)}`);
      return kind === '-' ? String(rest) : '';
    },
  );
}

const environmentOf = (name: string, environment = operator) =>
  Object.fromEntries(
    Object.entries(service(name).environment).map(([key, text]) => [key, replaced(text, environment)]),
  );

describe('docker-compose.yml', () => {
  it('runs the database, the service and Grafana, each after the health of the one it needs', () => {
    expect(Object.keys(compose.services)).toEqual(['postgres', 'server', 'grafana']);
    expect(service('postgres').healthcheck?.test.join(' ')).toMatch(/pg_isready/);
    expect(service('grafana').healthcheck?.test.join(' ')).toMatch(/\/api\/health/);
    // The service's own check is the image's: see the Dockerfile below.
    expect(service('server').healthcheck).toBeUndefined();
    expect(service('server').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(service('grafana').depends_on).toEqual({ server: { condition: 'service_healthy' } });
  });

  it('opens the service and Grafana to the outside, and not the database', () => {
    const ports = (name: string) => service(name).ports.map((port) => replaced(port, {}));
    expect(ports('server')).toEqual(['3000:3000']);
    expect(ports('grafana')).toEqual(['3001:3000']);
    expect(ports('postgres')).toEqual([]);
  });

  it('gives the service settings that it accepts, each of which it has', () => {
    const environment = environmentOf('server');
    const parsed = (settings: Record<string, string>) => {
      const result = parseConfiguration(settings, '/app');
      if ('faults' in result) throw new Error(JSON.stringify(result.faults));
      return result.configuration;
    };
    const configuration = parsed(environment);
    expect(configuration.host).toBe('0.0.0.0');
    expect(configuration.port).toBe(3000);
    expect(configuration.databaseUrl).toBe('postgres://guanzhong:aVeryLongPassword1@postgres:5432/guanzhong');
    for (const name of Object.keys(environment)) {
      const { [name]: _without, ...others } = environment;
      expect({ name, same: JSON.stringify(parsed(others)) === JSON.stringify(configuration) }).toEqual({
        name,
        same: false,
      });
    }
  });

  it('starts the service with the required settings alone', () => {
    const {
      PUBLIC_URL: _url,
      SMTP_URL: _smtp,
      SMTP_FROM: _from,
      DELIVERY_GIVE_UP_HOURS: _hours,
      ...required
    } = operator;
    expect(parseConfiguration(environmentOf('server', required), '/app')).toHaveProperty('configuration');
  });

  it.each(['POSTGRES_PASSWORD', 'BOOTSTRAP_ADMIN_TOKEN', 'GRAFANA_ADMIN_PASSWORD'])(
    'does not start without %s, and says so',
    (name) => {
      const { [name]: _missing, ...others } = operator;
      expect(() => Object.keys(compose.services).map((key) => environmentOf(key, others))).toThrow(
        `${name}: set ${name} in .env`,
      );
    },
  );

  it('holds no secret', () => {
    for (const { environment } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|TOKEN|SECRET/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+:[-?][^}]*\}$/);
  });

  it('mounts only files that are there, besides its volumes and the plugins', () => {
    const sources = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((volume) => replaced(volume, {}).split(':')[0] ?? ''),
    );
    for (const source of sources.filter((place) => place !== './data/grafana-plugins'))
      if (source.startsWith('.'))
        expect({ source, there: existsSync(join(root, source)) }).toEqual({ source, there: true });
      else expect(Object.keys(compose.volumes)).toContain(source);
  });
});

describe('the Grafana of docker-compose.yml', () => {
  const { environment, volumes, image } = grafanaSchema.parse(service('grafana'));

  it('is of a fixed version', () => {
    expect(image).toMatch(/^grafana\/grafana:\d+\.\d+\.\d+$/);
  });

  it('asks nothing of the outside', () => {
    for (const name of [
      'GF_ANALYTICS_REPORTING_ENABLED',
      'GF_ANALYTICS_CHECK_FOR_UPDATES',
      'GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
      'GF_NEWS_NEWS_FEED_ENABLED',
    ])
      expect({ name, value: environment[name] }).toEqual({ name, value: 'false' });
    expect(environment['GF_PLUGINS_PREINSTALL_DISABLED']).toBe('true');
    expect(Object.keys(environment)).not.toContain('GF_INSTALL_PLUGINS');
  });

  it.each(['', ...sourceNames])('starts with the files of GRAFANA_SOURCE="%s"', (chosen) => {
    const settings = { ...operator, GRAFANA_SOURCE: chosen };
    const mounted = volumes.map((volume) => replaced(volume, settings).split(':'));
    const from = (place: string) => mounted.find(([, inside]) => inside === place)?.[0] ?? '';
    expect(from('/etc/grafana/provisioning')).toBe(
      `./dashboards/provisioning/${chosen === '' ? 'postgresql' : chosen}`,
    );
    expect(existsSync(join(root, from('/etc/grafana/provisioning')))).toBe(true);
    const home = replaced(environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '', settings);
    const built = '/var/lib/grafana/guanzhong';
    expect(existsSync(join(root, from(built), home.slice(built.length)))).toBe(true);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('copies only what the build context has', () => {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const needed of [
      'apps',
      'libs',
      'scripts',
      'seeds',
      'dashboards',
      'package.json',
      'tsconfig.build.json',
    ])
      expect(ignored).not.toContain(needed);
    for (const unwanted of ['.git', '.env', 'node_modules', 'dist', 'data'])
      expect(ignored).toContain(unwanted);
  });

  it('runs as a user that owns nothing, beyond its own loopback, and checks its health', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^ENV .*HOST=0\.0\.0\.0/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile).toMatch(/^CMD \["node", "dist\/apps\/server\/src\/main\.js"\]$/m);
  });
});
