/** Where a form goes on after it was refused. */
import { nextTick } from 'vue';

/** Puts the focus into the first field of `form` that has a fault: it may stand far from the button that was pressed. */
export async function focusFirstFault(form: Element | null | undefined): Promise<void> {
  await nextTick();
  form?.querySelector<HTMLElement>('.faulty :is(input, textarea, select, button)')?.focus();
}
