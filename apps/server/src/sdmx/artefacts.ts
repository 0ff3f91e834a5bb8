/** The structural metadata of the one dataflow as artefacts of SDMX-JSON 2.0.0, and what refers to what. Pure. */
import type { Language } from '../observations/series-name.js';
import { named } from './data-json.js';
import {
  type Attribute,
  type Codelist,
  type Component,
  conceptSchemeId,
  flowId,
  obsValue,
  type PlanStructure,
  type Text,
  timePeriod,
  version,
} from './plan-structure.js';
import {
  agencySchemeUrn,
  agencyUrn,
  codelistUrn,
  codeUrn,
  componentUrn,
  conceptSchemeUrn,
  conceptUrn,
  flowUrn,
  structureUrn,
} from './urn.js';

/** The kinds that there are, by the word of the path, with the word of the message. */
export const kinds = {
  dataflow: 'dataflows',
  datastructure: 'dataStructures',
  conceptscheme: 'conceptSchemes',
  codelist: 'codelists',
  agencyscheme: 'agencySchemes',
} as const;
export type Kind = keyof typeof kinds;

export interface Artefact {
  readonly kind: Kind;
  readonly agency: string;
  readonly id: string;
  readonly version: string;
  readonly urn: string;
  /** Urns of the artefacts that it refers to. */
  readonly refersTo: readonly string[];
  /** Identification and name alone. */
  readonly stub: object;
  /** What a full answer has beside the stub; of an item scheme all but the items. */
  readonly rest: object;
  /** Of an item scheme: the word for its items, and the items. */
  readonly items: { readonly word: string; readonly all: readonly Item[] } | null;
}

export interface Item {
  readonly id: string;
  readonly parent?: string;
}

/** Everything there is to ask for, the dataflow first. */
export function artefactsOf(structure: PlanStructure, language: Language): Artefact[] {
  const lists = [...structure.codelists.values()];
  const scheme = conceptSchemeUrn(structure);
  const artefact = (
    kind: Kind,
    id: string,
    urn: string,
    name: Text,
    more: Partial<Pick<Artefact, 'refersTo' | 'rest' | 'items' | 'agency'>>,
  ): Artefact => ({
    kind,
    id,
    urn,
    version,
    agency: structure.agency.id,
    refersTo: [],
    rest: {},
    items: null,
    ...more,
    stub: {
      id,
      agencyID: more.agency ?? structure.agency.id,
      version,
      ...named(name, language),
      links: [{ rel: 'self', urn }],
    },
  });
  return [
    artefact('dataflow', flowId, flowUrn(structure), structure.name, {
      refersTo: [structureUrn(structure)],
      rest: { structure: structureUrn(structure) },
    }),
    artefact('datastructure', flowId, structureUrn(structure), structure.name, {
      refersTo: [scheme, ...lists.map(({ id }) => codelistUrn(structure, id))],
      rest: { dataStructureComponents: components(structure) },
    }),
    artefact(
      'conceptscheme',
      conceptSchemeId,
      scheme,
      { zh: '概念', en: 'Concepts' },
      {
        items: { word: 'concepts', all: concepts(structure, language) },
      },
    ),
    ...lists.map((list) =>
      artefact('codelist', list.id, codelistUrn(structure, list.id), list.name, {
        items: { word: 'codes', all: codes(structure, list, language) },
      }),
    ),
    artefact(
      'agencyscheme',
      'AGENCIES',
      agencySchemeUrn,
      { zh: '机构', en: 'Agencies' },
      {
        agency: 'SDMX',
        items: {
          word: 'agencies',
          all: [
            {
              id: structure.agency.id,
              ...named(structure.agency.name, language),
              links: [{ rel: 'self', urn: agencyUrn(structure) }],
            } as Item,
          ],
        },
      },
    ),
  ];
}

function concepts(structure: PlanStructure, language: Language): Item[] {
  return [...structure.dimensions, timePeriod, obsValue, ...structure.attributes].map(({ id, name }) => ({
    id,
    ...named(name, language),
    links: [{ rel: 'self', urn: conceptUrn(structure, id) }],
  }));
}

function codes(structure: PlanStructure, list: Codelist, language: Language): Item[] {
  return list.codes.map(({ id, name, description, parent }) => ({
    id,
    ...named(name, language),
    ...(description && { description: description[language], descriptions: description }),
    ...(parent !== undefined && { parent }),
    links: [{ rel: 'self', urn: codeUrn(structure, list.id, id) }],
  }));
}

function components(structure: PlanStructure): object {
  const identity = ({ id }: Component) => ({ conceptIdentity: conceptUrn(structure, id) });
  const self = (kind: string, id: string) => ({
    links: [{ rel: 'self', urn: componentUrn(structure, kind, id) }],
  });
  const enumeration = (list: string) => ({
    localRepresentation: { enumeration: codelistUrn(structure, list) },
  });
  return {
    dimensionList: {
      id: 'DimensionDescriptor',
      dimensions: structure.dimensions.map((component, at) => ({
        id: component.id,
        ...self('Dimension', component.id),
        position: at,
        ...identity(component),
        ...enumeration(component.codelist),
      })),
      timeDimension: {
        id: timePeriod.id,
        ...self('TimeDimension', timePeriod.id),
        ...identity(timePeriod),
        localRepresentation: { format: { dataType: 'ObservationalTimePeriod' } },
      },
    },
    measureList: {
      id: 'MeasureDescriptor',
      measures: [
        {
          id: obsValue.id,
          ...self('Measure', obsValue.id),
          ...identity(obsValue),
          usage: 'mandatory',
          localRepresentation: { format: { dataType: 'Decimal' } },
        },
      ],
    },
    attributeList: {
      id: 'AttributeDescriptor',
      attributes: structure.attributes.map((attribute: Attribute) => ({
        id: attribute.id,
        ...self('DataAttribute', attribute.id),
        usage: ['OBS_STATUS', 'UNIT_MEASURE'].includes(attribute.id) ? 'mandatory' : 'optional',
        attributeRelationship:
          attribute.level === 'series' ? { dimensions: ['INDICATOR'] } : { observation: {} },
        ...identity(attribute),
        ...(attribute.codelist === null
          ? { localRepresentation: { format: { dataType: attribute.dataType } } }
          : enumeration(attribute.codelist)),
      })),
    },
  };
}
