/** Every file that Grafana is given: each dashboard for each data source in each language. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { alerts } from './definitions/alerts.js';
import { type DashboardDefinition, dashboardOf } from './definitions/dashboard.js';
import { dataSupply } from './definitions/data-supply.js';
import { ecology } from './definitions/ecology.js';
import { industry } from './definitions/industry.js';
import { organisationsOwn } from './definitions/organisation.js';
import { overview } from './definitions/overview.js';
import { serviceDashboard } from './definitions/service.js';
import { targetInDepth } from './definitions/target.js';
import { transport } from './definitions/transport.js';
import { type Language, languages } from './language.js';
import { infinity } from './sources/infinity.js';
import { json } from './sources/json.js';
import { postgresql } from './sources/postgresql.js';
import type { SourceName } from './sources/source.js';

export const definitions: readonly DashboardDefinition[] = [
  overview,
  targetInDepth,
  transport,
  ecology,
  industry,
  organisationsOwn,
  dataSupply,
  alerts,
];

export interface BuiltFile {
  /** Below dashboards/built, with slashes. */
  readonly path: string;
  readonly source: SourceName | 'prometheus';
  readonly language: Language;
  readonly name: string;
  readonly dashboard: Dashboard;
  /** What the file holds. */
  readonly text: string;
}

export function builtFiles(): BuiltFile[] {
  return languages.flatMap((language) => [
    ...[postgresql, json, infinity].flatMap((source) =>
      definitions.map((definition) =>
        file(source.name, language, definition.name, dashboardOf(definition, { source, language })),
      ),
    ),
    file('prometheus', language, 'service', serviceDashboard(language)),
  ]);
}

function file(
  source: BuiltFile['source'],
  language: Language,
  name: string,
  dashboard: Dashboard,
): BuiltFile {
  return {
    path: `${source}/${language}/${name}.json`,
    source,
    language,
    name,
    dashboard,
    text: `${JSON.stringify(dashboard, null, 2)}\n`,
  };
}
