/** Parts that the SQL of several questions has in common. */
import type { Language } from '../language.js';
import { isChosen, type Value } from '../question.js';
import { statuses } from '../statuses.js';

/**
 * The instant the reader asks about: what is written in the variable asOf, of a day its end in the service's time
 * zone; what is known now where nothing is written. As the schema asks, no sub-select.
 */
export const asOfExpression = 'grafana.as_of(${asOf:sqlstring})';

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The condition that a column is, or is among, a value. */
export function among(column: string, value: Value): string {
  if (isChosen(value))
    return value.many
      ? `${column} in (\${${value.variable}:sqlstring})`
      : `${column} = \${${value.variable}:sqlstring}`;
  return typeof value === 'string'
    ? `${column} = ${literal(value)}`
    : `${column} in (${value.map(literal).join(', ')})`;
}

/** The words of a status of which there is only the code. */
export function statusWords(code: string, language: Language): string {
  const words = statuses.map(
    ({ code: known, [language]: text }) => `when ${literal(known)} then ${literal(text)}`,
  );
  return `case ${code} ${words.join(' ')} end`;
}
