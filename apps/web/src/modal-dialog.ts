/** A dialog that keeps the focus while it is there, and gives it back to whatever opened it. */
import { onBeforeUnmount, onMounted, useTemplateRef } from 'vue';

/** The `<dialog ref="dialog">` of the component that asks: shown with it, over everything else. */
export function useModalDialog() {
  const dialog = useTemplateRef<HTMLDialogElement>('dialog');
  onMounted(() => dialog.value?.showModal());
  // Taken out of the page while open, it would leave the focus nowhere.
  onBeforeUnmount(() => dialog.value?.close());
  return dialog;
}
