export {
  calendarFaults,
  isWorkingDay,
  mondayToFriday,
  workingDaysAfter,
  workingDaysBetween,
  type Calendar,
  type CalendarFault,
} from './calendar.js';
export { isClockTime, type ClockTime } from './clock-time.js';
export { type Operator } from './comparison.js';
export {
  evaluate,
  numbersOf,
  type Condition,
  type Evaluation,
  type EvaluationReason,
  type Facts,
  type Memory,
} from './condition.js';
export {
  escalate,
  escalatedLabels,
  organisationsAbove,
  type Escalation,
  type EscalationChain,
  type EscalationStep,
} from './escalation.js';
export { heartbeat, type Heartbeat, type HeartbeatStep } from './heartbeat.js';
export {
  inhibitionFaults,
  inhibitorOf,
  usualInhibitions,
  type InhibitedBy,
  type InhibitionRule,
} from './inhibition.js';
export { canonicalText, identityLabels, type Labels } from './labels.js';
export {
  acknowledge,
  isOpen,
  memoryOf,
  next,
  unacknowledge,
  unborn,
  withdraw,
  type Action,
  type Episode,
  type Life,
  type LifeReason,
  type Step,
} from './life.js';
export {
  matcherFault,
  matcherText,
  matches,
  matchesAll,
  type Matcher,
  type MatcherFault,
} from './matcher.js';
export { identityText, notifiable, type NotifiableAlert } from './notifiable.js';
export { type GroupLog, type Notification, type Told } from './notification.js';
export {
  groupsTouched,
  planNotifications,
  stillToTell,
  type Muted,
  type NotificationInput,
  type NotificationPlan,
} from './plan.js';
export {
  quantityText,
  type Bilingual,
  type Language,
  type Quantities,
  type Quantity,
  type StatusWords,
} from './quantity.js';
export {
  afterQuiet,
  isQuiet,
  quietHoursFaults,
  type QuietHours,
  type QuietHoursFault,
} from './quiet-hours.js';
export { nextDigest, receiverFaults, type Digest, type Receiver, type ReceiverFault } from './receiver.js';
export {
  routeFaults,
  routerOf,
  type Destination,
  type Route,
  type RouteFault,
  type Router,
} from './routing.js';
export {
  alertLabels,
  appliesTo,
  mayReplace,
  placesOf,
  reservedLabels,
  ruleFaults,
  projectLabels,
  subjectLabels,
  urgency,
  type About,
  type Rule,
  type RuleFault,
  type Severity,
  type Subject,
  type Texts,
} from './rule.js';
export {
  expire,
  silencedBy,
  silenceFaults,
  silenceState,
  type Silence,
  type SilenceFault,
} from './silence.js';
export { areLimits, nextPermitted, spaced, type RateLimit } from './spacing.js';
export { isSpan, type Moment, type Span, type Tally } from './span.js';
export { levels, rankOf, type Level, type Status } from './status.js';
export { fillTemplate, templateFaults, type Filling, type Template, type TemplateFault } from './template.js';
export { groupId } from './grouping.js';
