/** The calendar that a date field opens is a dialog, and Element Plus gives it no name. */
import { nextTick } from 'vue';

/** Names the calendar that has just opened, for a screen reader. */
export async function nameCalendar(open: boolean, name: string): Promise<void> {
  if (!open) return;
  await nextTick();
  for (const calendar of document.querySelectorAll('.el-picker__popper[aria-hidden=false]'))
    calendar.setAttribute('aria-label', name);
}
