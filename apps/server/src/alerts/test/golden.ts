import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of `golden/`, to compare with what is built now. */
export function golden(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', 'golden', name), 'utf8');
}
