/** Sending a form: busy while it is under way, and why it was refused. */
import { computed, ref, shallowRef } from 'vue';
import { isFailure } from './answer';
import { ProblemError, type Failure } from './api';

export function useSubmission() {
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  /** The service understood and said no: to try again unchanged is no use. */
  const isRefusal = computed(
    () => failure.value instanceof ProblemError && failure.value.problem.status < 500,
  );

  /** Does `work` unless it is under way already; answers whether it was done. */
  async function submit(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    failure.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      if (!isFailure(error)) throw error;
      failure.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, isRefusal, submit };
}
