/** What the pages say of withdrawing a target, and of bringing it back, in English. */
import type * as zh from './withdrawal-messages.zh';

export const withdraw: typeof zh.withdraw = {
  open: 'Withdraw this target…',
  title: (name) => `Withdraw: ${name}`,
  label: 'Withdraw the target',
  meaning: (day) => [
    `From ${day} on it is not judged any more, and is in no overview, list, task or later briefing.`,
    'Verdicts of past days, values and versions stay: on the days before, it is still there.',
    'Its open alerts end at once; their receivers are told that the target was withdrawn.',
    'It can be brought back later, as a new version.',
  ],
  reason: 'Reason for the withdrawal',
  reasonHint: 'for example: the same as another target; dropped by a document, with its number',
  reasonMissing: 'Write down why it is withdrawn: it stays in the versions',
  confirm: 'Withdraw it',
  cancel: 'Keep it',
};

export const bringBack: typeof zh.bringBack = {
  open: 'Bring this target back…',
  title: (name) => `Bring back: ${name}`,
  label: 'Bring the target back',
  meaning: (day) => [
    `From ${day} on it is judged again, and counts in overview, lists, tasks and later briefings.`,
    'The days in between stay as they are: on them it is withdrawn.',
    'It says the same as before it was withdrawn, as a new version.',
  ],
  reason: 'Reason for bringing it back',
  reasonHint: 'for example: withdrawn by mistake; taken up again by a document, with its number',
  reasonMissing: 'Write down why it comes back: it stays in the versions',
  confirm: 'Bring it back',
  cancel: 'Leave it withdrawn',
};

export const dialog: typeof zh.dialog = {
  version: (version, by, at) => `Version ${version}, ${by}, ${at}`,
  wouldChange: 'Would change',
  nowStatus: 'Verdict now',
  backStatus: 'Verdict when it is back',
  ofStatus: (status) => `Targets “${status}”`,
  allTargets: 'All targets',
  count: (before, after) => `${before} → ${after}`,
  noAlerts: 'It has no open alert.',
  alerts: (count) => (count === 1 ? 'Ends one alert' : `Ends ${count} alerts`),
  newTab: ' (opens a new tab)',
  othersFire: (count) =>
    count === 1
      ? 'One alert of another target on the same values fires at once.'
      : `${count} alerts of other targets on the same values fire at once.`,
  meanwhile: 'Somebody has changed it while you were looking',
  savedBy: (by, at, version, reason) => `${by} saved version ${version} on ${at}: ${reason}`,
  lookAgain: 'What stands below is of the new version: look again, then confirm.',
  isWithdrawn: 'It is withdrawn already: there is nothing left to do.',
  isInForce: 'It is back already: there is nothing left to do.',
  close: 'Close',
};

export const state: typeof zh.state = {
  tag: 'withdrawn',
  by: (by, at) => `Withdrawn by ${by} on ${at}`,
  byUnknown: (at) => `Withdrawn on ${at}; by whom is not known`,
  reason: (reason) => `Reason: ${reason}`,
  noReason: 'No reason was given.',
  meaning: 'It is not judged any more and counts nowhere; verdicts of the days before can still be seen.',
  dayBefore: (day) => `See its verdict of ${day}`,
  versions: 'Versions',
  onEditPage: 'To confirm the form below, changed or not, puts the target in force again.',
};
