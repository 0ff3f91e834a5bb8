/** The warnings of an import, those of one kind together. */
import type { ImportWarning, WarningCode } from '#contract';

/** What casts doubt on a value stands first; what was merely done or left out on the way stands last. */
const doubtfulFirst: readonly WarningCode[] = [
  'later-imports',
  'total-mismatch',
  'unit-slip',
  'jump',
  'same-as-previous-period',
  'late-provisional',
  'not-checked',
  'several-vintages',
  'hidden-cells',
  'unit-converted',
  'footnote-mark',
  'subtotal-left-out',
];

export interface WarningGroup {
  readonly code: WarningCode;
  readonly warnings: readonly ImportWarning[];
}

export function groupWarnings(warnings: readonly ImportWarning[]): WarningGroup[] {
  return doubtfulFirst
    .map((code) => ({ code, warnings: warnings.filter((warning) => warning.code === code) }))
    .filter((group) => group.warnings.length > 0);
}
