/** Saving a form: whether it is under way, and why it was refused. */
import { computed, ref, shallowRef } from 'vue';
import type { FieldFault } from '#contract';
import { isFailure } from './answer';
import type { Failure } from './api';
import { faultsOf } from './field-faults';

export function useSaving() {
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const own = shallowRef<readonly FieldFault[]>([]);

  /** Does it; null when the service refused, for which `failure` says why. */
  async function save<T>(action: () => Promise<T>): Promise<T | null> {
    busy.value = true;
    failure.value = null;
    own.value = [];
    try {
      return await action();
    } catch (error) {
      if (!isFailure(error)) throw error;
      failure.value = error;
      return null;
    } finally {
      busy.value = false;
    }
  }

  /** The page itself found that it cannot be sent like this. */
  function refuse(faults: readonly FieldFault[]): void {
    failure.value = null;
    own.value = faults;
  }

  return {
    busy,
    failure,
    /** Of the page itself, or of the service. */
    faults: computed(() => [...own.value, ...faultsOf(failure.value)]),
    save,
    refuse,
  };
}
