/**
 * What Grafana and its data sources do to a dashboard's queries before they are sent, as far as our dashboards use it:
 * formats of variables as in Grafana's format registry, payloads as in the code editor of simpod-json-datasource
 * (0.6.7), macros as in Grafana's PostgreSQL source and in Infinity (3.11).
 */

/** The chosen values of a dashboard's variables; a list where several may be chosen. */
export type Chosen = Readonly<Record<string, string | readonly string[]>>;

/** A panel's range. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

const variable = /\$(\w+)|\$\{(\w+)(?::(\w+))?\}/g;

/** Replaces every variable in a text, by its own format or else by the one given. What begins with __ is no variable. */
export function interpolated(text: string, chosen: Chosen, otherwise: string): string {
  return text.replace(variable, (whole, plain?: string, braced?: string, format?: string) => {
    const name = plain ?? braced ?? '';
    if (name.startsWith('__')) return whole;
    const value = chosen[name];
    if (value === undefined) throw new Error(`the dashboard has no variable ${name}`);
    return formatted(value, format ?? otherwise);
  });
}

function formatted(value: string | readonly string[], format: string): string {
  const escape = (text: string) => text.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  switch (format) {
    case 'raw':
      return String(value);
    case 'json':
      return JSON.stringify(value);
    case 'csv':
      return typeof value === 'string' ? value : value.join(',');
    case 'glob':
      return typeof value === 'string' || value.length < 2 ? String(value) : `{${value.join(',')}}`;
    case 'sqlstring':
      return typeof value === 'string' ? quoted(value) : value.map(quoted).join(',');
    case 'regex': {
      if (typeof value === 'string') return escape(value);
      const [only, ...more] = value.map(escape);
      return only !== undefined && more.length === 0 ? only : `(${value.map(escape).join('|')})`;
    }
    case 'pipe':
      return typeof value === 'string' ? value : value.join('|');
    case 'doublequote':
      return [value]
        .flat()
        .map((one) => `"${one.replace(/"/g, '\\"')}"`)
        .join(',');
    case 'singlequote':
      return [value]
        .flat()
        .map((one) => `'${one.replace(/'/g, "\\'")}'`)
        .join(',');
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

/** SQL as Grafana's PostgreSQL source runs it. */
export function sentSql(text: string, chosen: Chosen, { from, to }: Range): string {
  const instant = (date: Date) => `'${date.toISOString()}'`;
  return interpolated(text, chosen, 'sqlstring').replace(
    /\$__(\w+)\(([^)]*)\)/g,
    (_whole, macro: string, argument: string) => {
      switch (macro) {
        case 'timeFilter':
          return `${argument} BETWEEN ${instant(from)} AND ${instant(to)}`;
        case 'timeFrom':
          return instant(from);
        case 'timeTo':
          return instant(to);
        default:
          throw new Error(`the macro ${macro} is not known here`);
      }
    },
  );
}

/** A parameter of an address as Infinity sends it. */
export function sentParameter(text: string, chosen: Chosen, { from, to }: Range): string {
  return interpolated(text, chosen, 'glob')
    .replaceAll('${__timeFrom}', String(from.getTime()))
    .replaceAll('${__timeTo}', String(to.getTime()));
}
