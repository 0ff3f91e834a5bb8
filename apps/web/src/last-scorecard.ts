import { shallowRef } from 'vue';

/** The scorecard's address as it was last seen, filters included: where "back" leads. */
export const lastScorecardAddress = shallowRef('/');
