/** A structure query of SDMX REST: which artefacts, with which others, in how much detail. Pure. */
import { AppError } from '#contract';
import { type Artefact, type Kind, kinds } from './artefacts.js';
import { flowId, version as flowVersion } from './plan-structure.js';

export interface StructureQuery {
  /** `*`: of any kind. */
  readonly kind: Kind | '*';
  /** `*`: any. */
  readonly agencies: readonly string[];
  readonly ids: readonly string[];
  readonly versions: readonly string[];
  /** Items of an item scheme; empty: all. */
  readonly items: readonly string[];
  readonly references: readonly string[];
  readonly detail: string;
}

/** Kinds that SDMX has and this service none of. */
export const otherKinds = new Set(
  `metadatastructure categoryscheme hierarchy hierarchyassociation valuelist dataproviderscheme
  metadataproviderscheme dataconsumerscheme organisationunitscheme metadataflow reportingtaxonomy provisionagreement
  metadataprovisionagreement structuremap representationmap conceptschememap categoryschememap organisationschememap
  reportingtaxonomymap process categorisation dataconstraint metadataconstraint contentconstraint actualconstraint
  allowedconstraint transformationscheme rulesetscheme userdefinedoperatorscheme customtypescheme
  namepersonalisationscheme vtlmappingscheme hierarchicalcodelist organisationscheme structureset
  attachmentconstraint`.split(/\s+/),
);
/** Queries of SDMX REST that are not offered; what begins a path of edition 2 that is none stands here too. */
const otherServices = new Set(['schema', 'metadata', 'registration', 'v2']);
const details = [
  'full',
  'allstubs',
  'referencestubs',
  'allcompletestubs',
  'referencecompletestubs',
  'referencepartial',
  'raw',
];
const relations = ['none', 'parents', 'parentsandsiblings', 'ancestors', 'children', 'descendants', 'all'];

/**
 * @param path the parts of the path behind the kind: agency, id, version, items.
 * @param any the words for "any" beside `*`: SDMX REST 1 says all and latest.
 * @throws AppError invalid-request; not-found for a kind of which there are none.
 */
export function parseStructureQuery(
  kind: string,
  path: readonly (string | undefined)[],
  parameters: URLSearchParams,
): StructureQuery {
  const found = (Object.keys(kinds) as Kind[]).find((one) => one === kind);
  if (!found && kind !== '*' && kind !== 'structure') {
    if (otherServices.has(kind))
      throw new AppError('not-implemented', 'Offered are data, structure and availability queries.');
    if (otherKinds.has(kind)) throw new AppError('not-found', `There is no ${kind} here.`);
    throw new AppError(
      'invalid-request',
      `${kind} is no kind of artefact: ${Object.keys(kinds).join(', ')}.`,
    );
  }
  for (const name of parameters.keys())
    if (!['references', 'detail', 'format', 'language'].includes(name)) {
      if (name === 'asOf')
        throw new AppError(
          'not-implemented',
          'Structures are answered as they are now: asOf is not offered.',
        );
      throw new AppError('invalid-request', `${name} is no parameter of a structure query.`);
    }
  const detail = parameters.get('detail') ?? 'full';
  if (!details.includes(detail))
    throw new AppError('invalid-request', `detail=${detail} is none of ${details.join(', ')}.`);
  const references = listOf(parameters.get('references') ?? 'none');
  for (const one of references)
    if (!relations.includes(one) && !Object.hasOwn(kinds, one) && !otherKinds.has(one))
      throw new AppError(
        'invalid-request',
        `references=${one} is none of ${[...relations, ...Object.keys(kinds)].join(', ')}.`,
      );
  const [agencies, ids, versions, items] = path.map((part) => listOf(part ?? '*'));
  return {
    kind: found ?? '*',
    agencies: agencies ?? ['*'],
    ids: ids ?? ['*'],
    versions: versions ?? ['*'],
    items: (items ?? []).filter((item) => !isAny(item)),
    references,
    detail,
  };
}

/** The artefacts that a query asks for itself, and those that it gets beside them. */
export function findArtefacts(
  query: StructureQuery,
  all: readonly Artefact[],
): { readonly asked: readonly Artefact[]; readonly beside: readonly Artefact[] } {
  const asked = all.filter(
    (one) =>
      (query.kind === '*' || query.kind === one.kind) &&
      names(query.agencies, one.agency) &&
      names(query.ids, one.id) &&
      query.versions.some((version) => isVersionAsked(version, one.version)),
  );
  const related = new Set(query.references.flatMap((relation) => relatedTo(asked, relation, all)));
  return {
    asked,
    beside: all.filter((one) => related.has(one) && !asked.includes(one)),
  };
}

/** Whether what is asked for, such as 1.0, latest or ~, is a version; `+` asks for a stable one, which 1.0 is taken for. */
export function isVersionAsked(asked: string, version: string): boolean {
  return isAny(asked) || asked === '+' || asked === '~' || asked === version || `${asked}.0` === version;
}

/** Whether a word of the path stands for anything. */
export function isAny(word: string): boolean {
  return word === '*' || word === 'all' || word === 'latest' || word === '';
}

/** Artefacts as the data of a structure message, by kind. */
export function messageData(
  query: Pick<StructureQuery, 'detail' | 'items'>,
  asked: readonly Artefact[],
  beside: readonly Artefact[],
): Record<string, object[]> {
  const data: Record<string, object[]> = {};
  const put = (artefact: Artefact, form: object) => {
    (data[kinds[artefact.kind]] ??= []).push(form);
  };
  const { detail, items } = query;
  for (const one of asked) put(one, detail.startsWith('all') ? one.stub : wholly(one, items));
  for (const one of beside) put(one, detail.endsWith('stubs') ? one.stub : wholly(one, []));
  return data;
}

/** @param only these items; none: all. */
export function wholly({ stub, rest, items }: Artefact, only: readonly string[]): object {
  if (!items) return { ...stub, ...rest };
  const kept = only.length === 0 ? items.all : items.all.filter(({ id }) => only.includes(id));
  return {
    ...stub,
    ...rest,
    isPartial: kept.length < items.all.length,
    ...(kept.length > 0 && { [items.word]: kept }),
  };
}

function relatedTo(of: readonly Artefact[], relation: string, all: readonly Artefact[]): readonly Artefact[] {
  const children = (some: readonly Artefact[]) =>
    all.filter((one) => some.some(({ refersTo }) => refersTo.includes(one.urn)));
  const parents = (some: readonly Artefact[]) =>
    all.filter((one) => some.some(({ urn }) => one.refersTo.includes(urn)));
  const onward = (step: (some: readonly Artefact[]) => readonly Artefact[]) => {
    const found = new Set<Artefact>();
    for (let next = step(of); next.some((one) => !found.has(one)); next = step(next))
      for (const one of next) found.add(one);
    return [...found];
  };
  switch (relation) {
    case 'none':
      return [];
    case 'children':
      return children(of);
    case 'descendants':
      return onward(children);
    case 'parents':
      return parents(of);
    case 'ancestors':
      return onward(parents);
    case 'parentsandsiblings':
      return [...parents(of), ...children(parents(of))];
    case 'all':
      return [...parents(of), ...children(parents(of)), ...onward(children)];
    default:
      return [...onward(children), ...onward(parents)].filter(({ kind }) => kind === relation);
  }
}

function names(asked: readonly string[], name: string): boolean {
  return asked.some((one) => isAny(one) || one === name);
}

function listOf(text: string): string[] {
  return text
    .split(/[,+]/)
    .map((part) => part.trim())
    .filter((part, _, all) => part !== '' || all.length === 1);
}

/** How a path names the data structure or dataflow; what it leaves out is any. */
export interface FlowPath {
  readonly context?: string;
  readonly agency?: string;
  readonly id?: string;
  readonly version?: string;
}

/** @throws AppError not-found unless it is the one dataflow, or its data structure, that a path names. */
export function checkFlow(
  { context = '*', agency = '*', id = '*', version = '*' }: FlowPath,
  own: string,
): void {
  if (context === 'provisionagreement')
    throw new AppError('not-found', 'There are no provision agreements: ask for the dataflow.');
  if (!['*', 'dataflow', 'datastructure'].includes(context))
    throw new AppError(
      'invalid-request',
      `${context} is none of dataflow, datastructure, provisionagreement.`,
    );
  const isIt =
    names(agency.split(','), own) &&
    names(id.split(','), flowId) &&
    version.split(',').some((one) => isVersionAsked(one, flowVersion));
  if (!isIt)
    throw new AppError(
      'not-found',
      `There is no dataflow ${agency}:${id}(${version}). There is one: ${own}:${flowId}(${flowVersion}).`,
    );
}

/** The flow of SDMX REST 1: ID, AGENCY,ID or AGENCY,ID,VERSION. */
export function parseFlow(text: string): FlowPath {
  const [first = '*', id, version] = text.split(',');
  return id === undefined ? { id: first } : { agency: first, id, ...(version !== undefined && { version }) };
}
