import type { VariableOption } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language } from '../language.js';
import type { ListVariable } from './source.js';

/** What a variable holds until a reader chooses; a list where several may be chosen. */
export function currentOf({ first, many }: ListVariable, language: Language): VariableOption {
  const text = first.map((entry) => entry[language]);
  const value = first.map((entry) => entry.code);
  return many ? { text, value } : { text: text[0] ?? '', value: value[0] ?? '' };
}
