/** One answer of the service, as a page needs it: not yet here, here, or refused. */
import { onScopeDispose, ref, shallowRef } from 'vue';
import { ConnectionError, ProblemError, type Failure } from './api';

export const isFailure = (error: unknown): error is Failure =>
  error instanceof ProblemError || error instanceof ConnectionError;

/** Whether a request was abandoned on purpose. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** What could not be asked because the service was not to be reached: all of it is asked again once one answers. */
const unreached = new Set<{ readonly reload: () => Promise<void> }>();

/**
 * Loads with `load` and keeps what came. Loading again forgets the earlier answer at once, so that numbers of
 * another day never stand under a new heading, and abandons a request that is still under way.
 *
 * @param options.keep the earlier answer stays until the next one is here: for an answer that names its question.
 */
export function useAnswer<T>(
  load: (signal: AbortSignal) => Promise<T>,
  { keep = false }: { keep?: boolean } = {},
) {
  const answer = shallowRef<T | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = ref(false);
  let current: AbortController | null = null;

  async function reload(): Promise<void> {
    current?.abort();
    const controller = new AbortController();
    current = controller;
    const again = unreached.delete(own);
    if (!keep) answer.value = null;
    failure.value = null;
    loading.value = true;
    try {
      const came = await load(controller.signal);
      if (current === controller) answer.value = came;
      if (again) for (const other of unreached) void other.reload();
    } catch (error) {
      if (isFailure(error)) {
        if (current !== controller) return;
        failure.value = error;
        if (error instanceof ConnectionError) unreached.add(own);
      } else if (!isAbort(error)) throw error;
    } finally {
      if (current === controller) loading.value = false;
    }
  }

  const own = { reload };
  onScopeDispose(() => {
    current?.abort();
    unreached.delete(own);
  });
  return { answer, failure, loading, reload };
}
