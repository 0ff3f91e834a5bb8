/**
 * What Grafana and the plugin do to a dashboard's queries before they are sent, as far as our dashboards use it:
 * formats of variables as in Grafana's format registry, payloads as in the plugin's code editor (0.6.7).
 */

/** The chosen values of a dashboard's variables; a list where several may be chosen. */
export type Chosen = Readonly<Record<string, string | readonly string[]>>;

const variable = /\$(\w+)|\$\{(\w+)(?::(\w+))?\}/g;

/** Replaces every variable in a text, by its own format or else by the one given. */
export function interpolated(text: string, chosen: Chosen, otherwise: string): string {
  return text.replace(variable, (_whole, plain?: string, braced?: string, format?: string) => {
    const name = plain ?? braced ?? '';
    const value = chosen[name];
    if (value === undefined) throw new Error(`the dashboard has no variable ${name}`);
    return formatted(value, format ?? otherwise);
  });
}

function formatted(value: string | readonly string[], format: string): string {
  const escape = (text: string) => text.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
  switch (format) {
    case 'raw':
      return String(value);
    case 'json':
      return JSON.stringify(value);
    case 'regex': {
      if (typeof value === 'string') return escape(value);
      const [only, ...more] = value.map(escape);
      return only !== undefined && more.length === 0 ? only : `(${value.map(escape).join('|')})`;
    }
    default:
      throw new Error(`format ${format} is not known here`);
  }
}

/** A payload of the code editor: variables replaced one by one, a JSON text's quotes taken off, then parsed. */
export function sentPayload(text: string, chosen: Chosen): unknown {
  if (text.trim() === '') return {};
  const filled = text.replace(variable, (match) => {
    const value = interpolated(match, chosen, 'json');
    return /^".*"$/s.test(value) ? String(JSON.parse(value)) : value;
  });
  return JSON.parse(filled);
}
