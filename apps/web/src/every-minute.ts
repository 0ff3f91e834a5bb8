/** Doing something again and again while a page is looked at. */
import { onScopeDispose } from 'vue';
import { isAbort } from './answer';

const minute = 60_000;

/** Once a minute, unless the page is hidden or the last time is not over. Stops, and abandons, with the component. */
export function useEveryMinute(action: (signal: AbortSignal) => Promise<void>): void {
  const controller = new AbortController();
  let busy = false;

  async function run(): Promise<void> {
    if (busy || document.hidden) return;
    busy = true;
    try {
      await action(controller.signal);
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      busy = false;
    }
  }

  const timer = window.setInterval(() => void run(), minute);
  onScopeDispose(() => {
    window.clearInterval(timer);
    controller.abort();
  });
}
