import { AppError } from '#contract';

export type Delimiter = ',' | ';' | '\t';

const delimiters: readonly Delimiter[] = [',', ';', '\t'];

/** How many rows of a file are looked at for its delimiter. */
const mostRows = 100;

/**
 * What separates the cells of a text: what Excel's first line `sep=;` says, else of comma, semicolon and tab the one
 * that stands in the most rows, outside quotes; a decimal comma or a title line does not mislead it.
 *
 * @throws AppError not-a-table: there is no row that says anything, or `sep=` names another character.
 */
export function delimiterOf(start: string): Delimiter {
  const told = /^\uFEFF?"?sep=([^\r\n])"?(?:[\r\n]|$)/i.exec(start);
  const rows = rowsOf(told ? start.slice(told[0].length) : start);
  if (rows.length === 0)
    throw new AppError('not-a-table', '文件里没有表头，也没有数据；请上传带表头的 Excel 或 CSV 文件');
  if (told) return toldDelimiter(told[1] ?? '');
  const counts = delimiters.map((delimiter) => ({ delimiter, ...countOf(delimiter, rows) }));
  const [best] = counts.toSorted((a, b) => b.rows - a.rows || b.alike - a.alike || b.all - a.all);
  return best?.delimiter ?? ',';
}

function toldDelimiter(told: string): Delimiter {
  const delimiter = delimiters.find((known) => known === told);
  if (delimiter) return delimiter;
  const detail = `文件第一行“sep=${told}”指定的分隔符不能用；请改用逗号、分号或制表符`;
  throw new AppError('not-a-table', detail);
}

/** The first rows that say something, without what stands in quotes; a line break inside quotes does not end one. */
function rowsOf(text: string): string[] {
  const rows: string[] = [];
  for (const [row] of text.matchAll(/(?:"[^"]*(?:"|$)|[^"\r\n])+/g)) {
    if (/[^\s,;"\uFEFF]/.test(row)) rows.push(row.replace(/"[^"]*"?/g, ''));
    if (rows.length === mostRows) break;
  }
  return rows;
}

/** In how many rows a delimiter stands, in how many of them equally often, and how often in all. */
function countOf(
  delimiter: Delimiter,
  rows: readonly string[],
): { rows: number; alike: number; all: number } {
  const counts = rows.map((row) => row.split(delimiter).length - 1).filter((count) => count > 0);
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return {
    rows: counts.length,
    alike: Math.max(0, ...times.values()),
    all: counts.reduce((sum, count) => sum + count, 0),
  };
}
