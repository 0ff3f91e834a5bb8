export type { AlertMessage } from './alert-message.js';
export { observationOf, targetSpecOf } from './assessment-inputs.js';
export { decideAlert, type Decision } from './decide-alert.js';
export { judge, type Judgement, type JudgeOptions } from './judge.js';
export { nextAttempt } from './next-attempt.js';
export { recordJudgements, type RecordedJudgements, type RecordOptions } from './record.js';
export { previewSweep, runDueSweep, sweepNow } from './sweep.js';
export { trajectoryOf } from './trajectory-of.js';
