/** The fields of an organisation: as a form shows them, and the organisation that they make. */
import type { FieldFault, Organisation } from '#contract';
import type { CatalogueWords } from './catalogue-language';
import { listIn, textIn, textOrNull, type Draft, type Field, type Option } from './entry-fields';
import { ownFault } from './field-faults';

export interface OrganisationChoices {
  readonly organisations: readonly Option[];
  readonly areas: readonly Option[];
}

const kinds = [
  'government',
  'department',
  'administration',
  'agency',
  'enterprise',
  'bank',
  'group',
] as const;

export function organisationDraft(organisation: Organisation): Draft {
  return {
    code: organisation.code,
    'name.zh': organisation.name.zh,
    'name.en': organisation.name.en,
    kind: organisation.kind,
    note: organisation.note ?? '',
    members: organisation.members,
    areas: organisation.areas,
  };
}

/** Of an organisation that is not there yet. */
export const emptyOrganisation: Draft = { kind: 'department' };

export function organisationFields(
  draft: Draft,
  words: CatalogueWords,
  choices: OrganisationChoices,
  isNew: boolean,
): Field[] {
  const say = words.organisations;
  const { names, reach } = say.sections;
  return [
    {
      path: 'code',
      section: names,
      label: words.target.code,
      note: words.target.codeNote,
      input: 'text',
      hidden: !isNew,
    },
    { path: 'name.zh', roomy: true, section: names, label: words.target.nameZh, input: 'text' },
    { path: 'name.en', roomy: true, section: names, label: words.target.nameEn, input: 'text' },
    {
      path: 'kind',
      section: names,
      label: say.kind,
      input: 'choice',
      options: kinds.map((value) => ({ value, label: say.kinds[value] })),
    },
    { path: 'note', section: names, label: say.note, input: 'long' },
    {
      path: 'members',
      section: reach,
      label: say.members,
      note: say.membersNote,
      input: 'choices',
      options: choices.organisations,
      hidden: draft['kind'] !== 'group',
    },
    {
      path: 'areas',
      section: reach,
      label: say.areas,
      note: say.areasNote,
      input: 'choices',
      options: choices.areas,
    },
  ];
}

/** The organisation that a draft makes, or what of it is missing. The service checks the rest. */
export function organisationOf(
  draft: Draft,
  words: CatalogueWords,
): { entry: Organisation } | { faults: FieldFault[] } {
  const faults = ['code', 'name.zh', 'name.en']
    .filter((path) => textIn(draft, path) === '')
    .map((path) => ownFault(path, words.editor.missing));
  if (faults.length > 0) return { faults };
  const kind = kinds.find((value) => value === draft['kind']) ?? 'department';
  return {
    entry: {
      code: textIn(draft, 'code'),
      name: { zh: textIn(draft, 'name.zh'), en: textIn(draft, 'name.en') },
      kind,
      members: kind === 'group' ? listIn(draft, 'members') : [],
      areas: listIn(draft, 'areas'),
      note: textOrNull(draft, 'note'),
    },
  };
}
