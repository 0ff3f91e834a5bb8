/** A value while it is typed: what stands in the fields, and what is sent. */
import type { FieldFault, ValueEdit, ValueVintage } from '#contract';
import { ownFault } from './field-faults';
import type { IndicatorWords } from './indicator-language';

export interface ValueDraft {
  value: string;
  status: ValueEdit['status'];
  source: string;
  reason: string;
}

export const editedStatuses = ['A', 'P', 'E', 'F', 'B'] as const satisfies readonly ValueEdit['status'][];

/** What stands in the fields at first: the value in force, so that a slip of one digit is mended as one. */
export function draftOf(inForce: Pick<ValueVintage, 'value' | 'status'> | null): ValueDraft {
  return {
    value: inForce?.value ?? '',
    status: editedStatuses.find((each) => each === inForce?.status) ?? 'A',
    source: '',
    reason: '',
  };
}

/** Whether two drafts say the same: nothing is lost with the one that is not kept. */
export const sameDraft = (a: ValueDraft, b: ValueDraft): boolean =>
  a.value.trim() === b.value.trim() &&
  a.status === b.status &&
  a.source.trim() === b.source.trim() &&
  a.reason.trim() === b.reason.trim();

/**
 * A number as people type it in half width, without spaces and thousands separators. A comma that separates no thousands
 * stays: 3,5 may mean 3.5, and must never become 35.
 */
export function ungrouped(typed: string): string {
  const text = typed.normalize('NFKC').replace(/[−–]/g, '-').replace(/\s/g, '');
  return /^-?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
}

/**
 * A number as people type it, as plain decimal text: without thousands separators and spaces, full-width digits and
 * signs as ASCII. Digit by digit, never through a floating-point number. Null: it is none.
 */
export function plainDecimal(typed: string): string | null {
  const plain = ungrouped(typed);
  return /^-?\d{1,30}(?:\.\d{1,20})?$/.test(plain) ? plain : null;
}

/** No period is without its year. Every other wording the service reads, and it alone. */
const namesYear = (period: string): boolean =>
  /\d{4}|[〇○零一二三四五六七八九]{4}/.test(period.normalize('NFKC'));

/** What the page itself finds wrong before it asks. */
export function draftFaults(draft: ValueDraft, period: string, say: IndicatorWords['value']): FieldFault[] {
  return [
    ...(period.trim() === ''
      ? [ownFault('period', say.needPeriod)]
      : namesYear(period)
        ? []
        : [ownFault('period', say.unreadablePeriod)]),
    ...(plainDecimal(draft.value) === null ? [ownFault('value', say.needValue)] : []),
    ...(draft.reason.trim() === '' ? [ownFault('reason', say.needReason)] : []),
  ];
}

/** The vintage that is in force, as the service wants to be told that it was seen. */
export function seenOf(vintages: readonly ValueVintage[]): ValueEdit['seen'] {
  const inForce = vintages.find(({ knownTo }) => knownTo === null);
  return inForce ? { value: inForce.value, status: inForce.status, knownFrom: inForce.knownFrom } : null;
}
