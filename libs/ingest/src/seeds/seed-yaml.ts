import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { admit } from './seed-reading.js';
import type { Path, SeedReading } from './seed-reading.js';

interface YamlFile {
  content: unknown;
  lineOf: (path: Path) => number;
}

/** Reads a file that is one mapping, such as plan.yml. `prepare` fills what may be left out, before the schema. */
export function readYamlMapping<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  prepare: (raw: Record<string, unknown>) => unknown,
): SeedReading<T> {
  const reading: SeedReading<T> = { file, items: [], faults: [] };
  const yaml = parseYaml(reading, text);
  if (yaml === null) return reading;
  if (!isRecord(yaml.content)) {
    reading.faults.push({ file, line: 1, field: '', message: 'a mapping of keys is expected' });
    return reading;
  }
  admit(reading, prepare(yaml.content), schema, (path) => ({
    line: yaml.lineOf(path),
    field: path.join('.'),
  }));
  return reading;
}

/** Reads a file that is a list of mappings, such as tasks.yml. A fault's field is the path inside its own item. */
export function readYamlList<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  prepare: (raw: Record<string, unknown>) => unknown,
): SeedReading<T> {
  const reading: SeedReading<T> = { file, items: [], faults: [] };
  const yaml = parseYaml(reading, text);
  if (yaml === null) return reading;
  if (!Array.isArray(yaml.content)) {
    reading.faults.push({ file, line: 1, field: '', message: 'a list of mappings is expected' });
    return reading;
  }
  yaml.content.forEach((raw: unknown, index) => {
    if (isRecord(raw))
      admit(reading, prepare(raw), schema, (path) => ({
        line: yaml.lineOf([index, ...path]),
        field: path.join('.'),
      }));
    else
      reading.faults.push({ file, line: yaml.lineOf([index]), field: '', message: 'a mapping is expected' });
  });
  return reading;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Broken syntax ends the reading of a file; a key given twice is a fault like others, and the rest is still read. */
function parseYaml<T>(reading: SeedReading<T>, text: string): YamlFile | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const { pos, message } of [...document.errors, ...document.warnings])
    reading.faults.push({ file: reading.file, line: lines.linePos(pos[0]).line, field: '', message });
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return null;
  keepNumbersAsWritten(document);
  return { content: document.toJS(), lineOf: (path) => lines.linePos(offsetOf(document, path)).line };
}

/** A code such as 000000 must not become 0, nor 0.30 lose its zero: numbers stay the text that was typed. */
function keepNumbersAsWritten(document: Document.Parsed): void {
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source;
    },
  });
}

/** Where a path stands in the text; a key that is missing stands where its mapping begins. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
