import type * as zh from './goal-messages.zh';

export const directionOnly: typeof zh.directionOnly = 'direction only, no value';
export const complete: typeof zh.complete = 'complete';
export const between: typeof zh.between = (lower, upper) => `${lower}–${upper}`;
