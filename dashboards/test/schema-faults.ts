/**
 * Holds dashboards against Grafana's own schema. @grafana/schema is types and nothing else, so the JSON is written as
 * literals of those types into a file that exists only in the compiler's memory, and compiled: a property that the
 * schema does not know, or a value it does not allow, is a diagnostic.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

const schemaFolder = join(process.cwd(), 'node_modules', '@grafana', 'schema', 'dist', 'types');

/** Where Grafana says how an annotation's fields are found; the schema leaves that out. */
const annotationTypes = '../node_modules/@grafana/data/dist/types/types/annotations';

/** Kinds of panels with the types of their options and of their fields' own settings. */
const panelTypes: Readonly<Record<string, string | null>> = {
  bargauge: null,
  gauge: null,
  piechart: 'FieldConfig',
  stat: null,
  statetimeline: 'FieldConfig',
  table: 'FieldConfig',
  timeseries: 'FieldConfig',
};

const panelSchema = z.looseObject({
  type: z.string(),
  options: z.unknown().optional(),
  fieldConfig: z.looseObject({
    defaults: z.looseObject({ custom: z.unknown().optional() }),
    overrides: z.array(
      z.looseObject({ properties: z.array(z.looseObject({ id: z.string(), value: z.unknown() })) }),
    ),
  }),
});
const dashboardSchema = z.looseObject({
  panels: z.array(panelSchema),
  annotations: z.object({ list: z.array(z.unknown()) }),
});

const typesOf = Object.entries(panelTypes).map(
  ([type, config]) => `import * as ${type} from ${place(`raw/composable/${type}/panelcfg/x/types.gen`)};
export type ${type}Options = Json<Partial<${type}.Options>>;
export type ${type}Custom = ${config ? `Json<Partial<${type}.${config}>>` : 'Record<string, never>'};`,
);

// JSON holds the values of an enumeration, not its members; everything a panel leaves out has a default.
const types = `
import type { AnnotationQuery, Dashboard, DataQuery, FieldConfig, Panel } from ${place('index')};
import type { AnnotationEventMappings } from ${JSON.stringify(annotationTypes)};
type Json<T> = 0 extends 1 & T ? T : unknown extends T ? T : T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends ReadonlyArray<infer U> ? Array<Json<U>> : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
export type Whole = Json<Omit<Dashboard, 'panels' | 'annotations'>>;
// A query is the business of its data source.
export type Mark = Json<AnnotationQuery<DataQuery & Record<string, unknown>> & { mappings?: AnnotationEventMappings }>;
export type Frame = Json<Omit<Panel, 'options' | 'fieldConfig'>>;
export type Standard = Json<Omit<FieldConfig, 'custom'>>;
${typesOf.join('\n')}
`;

function place(file: string): string {
  return JSON.stringify(join(schemaFolder, file).replaceAll('\\', '/'));
}

/**
 * What Grafana's schema says against dashboards, each fault with the name of its dashboard; one compilation for all.
 * @throws Error when a panel is of a kind that is not known here.
 */
export function schemaFaults(dashboards: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(dashboards);
  const inMemory = (file: string) => join(process.cwd(), 'dashboards', file);
  const sources = new Map(
    Object.values(dashboards).map((dashboard, index) => [
      inMemory(`in-memory-${index}.ts`),
      `import type * as grafana from './in-memory-types';\n${literals(dashboard)}`,
    ]),
  );
  const files = new Map([...sources, [inMemory('in-memory-types.ts'), types]]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile.call(host, file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...sources.keys()].flatMap((file, index) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${names[index]}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

/** A dashboard as constants of Grafana's types. */
function literals(given: unknown): string {
  const { panels, annotations, ...whole } = dashboardSchema.parse(given);
  const constants = [declared('Whole', whole), ...annotations.list.map((mark) => declared('Mark', mark))];
  for (const { options, fieldConfig, ...frame } of panels) {
    const type = frame.type.replaceAll('-', '');
    if (!(type in panelTypes)) throw new Error(`no schema is known here for panels of type ${frame.type}`);
    const { custom, ...standard } = fieldConfig.defaults;
    constants.push(
      declared('Frame', frame),
      declared(`${type}Options`, options ?? {}),
      declared('Standard', standard),
      declared(`${type}Custom`, custom ?? {}),
    );
    for (const { id, value } of fieldConfig.overrides.flatMap(({ properties }) => properties)) {
      const [, customName] = /^custom\.(\w+)$/.exec(id) ?? [];
      constants.push(
        customName === undefined
          ? declared('Standard', { [id]: value })
          : declared(`${type}Custom`, { [customName]: value }),
      );
    }
  }
  return constants.map((constant, index) => `export const c${index}: ${constant};\n`).join('');
}

function declared(type: string, value: unknown): string {
  return `grafana.${type} = ${JSON.stringify(value)}`;
}
