import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { builtFiles } from './built-files.js';
import { languages } from './language.js';

const folder = join(process.cwd(), 'dashboards', 'provisioning');
const names = readdirSync(folder).toSorted();
const files = builtFiles();

const datasourceSchema = z.object({
  apiVersion: z.literal(1),
  datasources: z.tuple([
    z.looseObject({
      uid: z.string(),
      type: z.string(),
      url: z.string(),
      access: z.literal('proxy'),
      editable: z.literal(false),
      jsonData: z.looseObject({}).default({}),
      secureJsonData: z.record(z.string(), z.string()).default({}),
    }),
  ]),
});
const providersSchema = z.object({
  apiVersion: z.literal(1),
  providers: z.array(
    z.looseObject({ name: z.string(), folder: z.string(), options: z.object({ path: z.string() }) }),
  ),
});
const read = (...path: string[]): unknown => parse(readFileSync(join(folder, ...path), 'utf8'));
const datasourceOf = (name: string) =>
  datasourceSchema.parse(read(name, 'datasources', `${name}.yml`)).datasources[0];

/** What the Grafana of docker-compose.yml has in its environment, and what an operator adds for Prometheus. */
const environment = z
  .object({ services: z.object({ grafana: z.object({ environment: z.record(z.string(), z.string()) }) }) })
  .parse(parse(readFileSync(join(process.cwd(), 'docker-compose.yml'), 'utf8'))).services.grafana.environment;

describe('the provisioning of Grafana', () => {
  it('is a folder for each data source, which can be laid on top of each other', () => {
    expect(names).toEqual(['infinity', 'json', 'postgresql', 'prometheus']);
    const places = names.flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length)),
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(names)('%s: the data source that the dashboards open with', (name) => {
    const { type, uid } = datasourceOf(name);
    const opened = files
      .filter(({ source }) => source === name)
      .map(({ dashboard }) => dashboard.templating.list?.find((variable) => variable.name === 'DS'));
    expect(opened.length).toBeGreaterThan(0);
    for (const variable of opened)
      expect(variable).toMatchObject({ query: type, current: { value: uid }, hide: 2 });
  });

  it.each(names)('%s: the folders in which its dashboards lie, one for each language', (name) => {
    const { providers } = providersSchema.parse(read(name, 'dashboards', `${name}.yml`));
    expect(providers.map(({ options }) => options.path)).toEqual(
      languages.map((language) => `/var/lib/grafana/guanzhong/${name}/${language}`),
    );
    expect(new Set(providers.map((provider) => provider.name)).size).toBe(providers.length);
    for (const language of languages)
      expect(files.some(({ path }) => path.startsWith(`${name}/${language}/`))).toBe(true);
  });

  it.each(names)(
    '%s: secrets and addresses come from the environment, all of which Grafana is given',
    (name) => {
      const { url, secureJsonData, jsonData, ...rest } = datasourceOf(name);
      for (const value of [url, ...Object.values(secureJsonData)]) expect(value).toMatch(/^\$\{[A-Z_]+\}/);
      const used = JSON.stringify([url, secureJsonData, jsonData, rest]).matchAll(/\$\{([A-Z_]+)\}/g);
      const given = [...Object.keys(environment), 'GUANZHONG_PROMETHEUS_URL'];
      for (const [, variable] of used) expect(given).toContain(variable);
    },
  );

  it('Infinity is let at the service only, and asks for what needs the token when it is tested', () => {
    expect(datasourceOf('infinity').jsonData).toMatchObject({
      auth_method: 'bearerToken',
      allowedHosts: ['${GUANZHONG_URL}'],
      customHealthCheckEnabled: true,
      customHealthCheckUrl: '${GUANZHONG_URL}/grafana',
    });
  });

  const rules = z
    .object({
      groups: z.array(
        z.looseObject({
          rules: z.array(
            z.looseObject({
              uid: z.string(),
              condition: z.string(),
              annotations: z.record(z.string(), z.string()),
              data: z.array(
                z.looseObject({
                  refId: z.string(),
                  datasourceUid: z.string(),
                  model: z.looseObject({ refId: z.string() }),
                }),
              ),
            }),
          ),
        }),
      ),
    })
    .parse(read('postgresql', 'alerting', 'rules.yml'))
    .groups.flatMap((group) => group.rules);

  it.each(rules.map((rule) => [rule.uid, rule] as const))(
    'alert rule %s asks a data source that is there and links to a panel that is there',
    (_uid, { condition, data, annotations }) => {
      expect(data.map(({ refId }) => refId)).toContain(condition);
      for (const { refId, datasourceUid, model } of data) {
        expect(model.refId).toBe(refId);
        expect(['__expr__', datasourceOf('postgresql').uid]).toContain(datasourceUid);
      }
      const dashboard = files.find(
        (file) => file.dashboard.uid === annotations['__dashboardUid__'],
      )?.dashboard;
      expect(dashboard?.panels?.map(({ id }) => String(id))).toContain(annotations['__panelId__']);
    },
  );
});
