/** A file of the service on its way to the reader's disk: whether it is being made, and why it did not come. */
import { onScopeDispose, ref, shallowRef } from 'vue';
import { isAbort, isFailure } from './answer';
import type { Download, Failure } from './api';
import { saveToDisk } from './save-to-disk';

/** Who leaves the page does not wait for it. */
export function useDownload(read: (format: 'xlsx' | 'csv', signal: AbortSignal) => Promise<Download>) {
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const wanted = ref<'xlsx' | 'csv'>('xlsx');
  const leaving = new AbortController();
  onScopeDispose(() => leaving.abort());

  async function download(format: 'xlsx' | 'csv'): Promise<void> {
    if (busy.value) return;
    wanted.value = format;
    busy.value = true;
    failure.value = null;
    try {
      saveToDisk(await read(format, leaving.signal));
    } catch (error) {
      if (isFailure(error)) failure.value = error;
      else if (!isAbort(error)) throw error;
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, download, again: () => download(wanted.value) };
}
