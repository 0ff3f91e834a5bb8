import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { AnnotationQuery, VariableModel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language, Words } from '../language.js';
import type { ListQuestion, Question } from '../question.js';

export interface ListVariable {
  readonly name: string;
  readonly label: Words;
  readonly asks: ListQuestion;
  /** Chosen until a reader chooses: code and name; several for a variable of many values. */
  readonly first: readonly (Words & { readonly code: string })[];
  /** Not shown: it follows from another variable. */
  readonly hidden?: true;
  readonly many?: true;
}

/** What is marked on time series, with a colour of Grafana's. */
export interface Marks {
  readonly kind: 'revisions' | 'verdictChanges';
  readonly name: Words;
  readonly colour: string;
  /** Only of this indicator or this target. */
  readonly indicator?: string;
  readonly target?: string;
}

/** A data source of Grafana, as far as dashboards differ by it. */
export interface Source {
  readonly name: SourceName;
  /** The plugin's id in Grafana. */
  readonly plugin: string;
  /** The data source's uid in the provisioning files. */
  readonly uid: string;
  /** Whether readers can narrow every panel by filters of their own. */
  readonly adHocFilters: boolean;
  query(refId: string, question: Question, language: Language): Builder<Dataquery>;
  variable(variable: ListVariable, language: Language): Builder<VariableModel>;
  annotation(marks: Marks, language: Language): Builder<AnnotationQuery>;
}

export const sourceNames = ['postgresql', 'json', 'infinity'] as const;
export type SourceName = (typeof sourceNames)[number];

/** The data source that is chosen in the dashboard's hidden variable DS, so that another uid can be put there. */
export function reference(plugin: string): { type: string; uid: string } {
  return { type: plugin, uid: '${DS}' };
}

/** A query as the SDK takes it. The SDK knows no queries of plugins, so these are written as plain objects. */
export function asBuilder(query: object): Builder<Dataquery> {
  return { build: () => ({ ...query, _implementsDataqueryVariant: () => undefined }) };
}
