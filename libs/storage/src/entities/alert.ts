import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { AssessmentEntity } from './assessment.js';

/** A rule by its name, and which of its versions counts. */
@Entity('alert_rule')
export class AlertRuleEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'integer' }) version!: number;
}

/** What a rule said from one change to the next. Append-only. */
@Entity('alert_rule_version')
export class AlertRuleVersionEntity {
  @PrimaryColumn({ type: 'text' }) @ForeignKey(() => AlertRuleEntity) name!: string;
  @PrimaryColumn({ type: 'integer' }) version!: number;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  @Column({ type: 'text' }) changedBy!: string;
  /** The rule without its name and version. */
  @Column({ type: 'jsonb' }) definition!: object;
}

/** How alerts are led to receivers, what inhibits what, who hears of what nobody acknowledges. Append-only; the newest counts. */
@Entity('alert_settings_version')
export class AlertSettingsVersionEntity {
  @PrimaryColumn({ type: 'integer' }) version!: number;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  @Column({ type: 'text' }) changedBy!: string;
  @Column({ type: 'jsonb' }) definition!: object;
}

/** Somebody's word that alerts of a kind need not be told for a while. Ending one early moves its end; none is deleted. */
@Entity('silence')
export class SilenceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'jsonb' }) matchers!: object;
  @Column({ type: 'text' }) author!: string;
  @Column({ type: 'text' }) comment!: string;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) startsAt!: Date;
  @Column({ type: 'timestamptz' }) endsAt!: Date;
}

@Entity('receiver')
export class ReceiverEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) channel!: 'webhook' | 'email' | 'dingtalk' | 'feishu' | 'wecom' | 'alertmanager';
  @Column({ type: 'text', array: true }) organisations!: string[];
  @Column({ type: 'boolean' }) enabled!: boolean;
  /** What the channel needs, secrets included: {url, secret}, {to}, … */
  @Column({ type: 'jsonb' }) settings!: Record<string, unknown>;
  /** From 1, one more with every change. */
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column({ type: 'timestamptz', nullable: true }) changedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) changedBy!: string | null;
  /** By the name of a field the version that changed it last; a field that never was has none. */
  @Column({ type: 'jsonb', default: {} }) changedIn!: Record<string, number>;
  /** Nothing is sent before: the receiver asked for that. */
  @Column({ type: 'timestamptz', nullable: true }) heldUntil!: Date | null;
  /** When the last messages went out, of a channel with a rate limit; as many as its longest window holds. */
  @Column({ type: 'timestamptz', array: true, default: () => `'{}'` }) recentSends!: Date[];
}

/**
 * One episode of one alert, from its firing until it resolved: what people are told of. At most one of an alert is
 * open at a time.
 */
@Entity('alert')
@Index('alert_open', ['fingerprint'], { unique: true, where: '(ends_at IS NULL)' })
@Index('alert_episode', ['fingerprint', 'episode'], { unique: true })
export class AlertEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'text' }) @ForeignKey(() => AlertRuleEntity) rule!: string;
  /** The rule's version when it fired or last became something else. */
  @Column({ type: 'integer' }) ruleVersion!: number;
  /** What it is about: target/CODE, series/KEY or source/NAME. */
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'text', nullable: true }) targetCode!: string | null;
  @Column({ type: 'text', nullable: true }) organisation!: string | null;
  @Column({ type: 'text' }) state!: 'firing' | 'acknowledged' | 'resolved';
  @Column({ type: 'text' }) fingerprint!: string;
  @Column({ type: 'integer' }) episode!: number;
  /** How often it became something else that is told again. */
  @Column({ type: 'integer' }) revision!: number;
  @Column({ type: 'text' }) about!: 'condition' | 'noData' | 'error';
  @Column({ type: 'text' }) severity!: 'info' | 'warning' | 'critical';
  @Column({ type: 'jsonb' }) labels!: Record<string, string>;
  /** Names of what the labels give as codes. */
  @Column({ type: 'jsonb' }) names!: Record<string, { zh: string; en: string }>;
  /** The numbers of the condition when it fired or last became something else. */
  @Column({ type: 'jsonb' }) numbers!: object;
  /** Of a slip: the status it stands at, and the one it came from. */
  @Column({ type: 'text', nullable: true }) status!: string | null;
  @Column({ type: 'text', nullable: true }) fromStatus!: string | null;
  @Column({ type: 'timestamptz' }) startsAt!: Date;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) endsAt!: Date | null;
  /** The verdict it speaks of, of an alert about a target. */
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => AssessmentEntity) assessment!: number | null;
  @Column({ type: 'text', nullable: true }) acknowledgedBy!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) acknowledgedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) acknowledgement!: string | null;
  /** Organisations above the responsible one that it was taken up to. */
  @Column({ type: 'text', array: true, default: () => `'{}'` }) escalatedTo!: string[];
}

/**
 * Where the alert of one rule on one subject stands: what its next evaluation goes on from. There is none of what is at
 * rest and never was otherwise.
 */
@Entity('alert_life')
@Index('alert_life_subject', ['subject'])
@Index('alert_life_running', ['rule'], {
  where: `(state = ANY (ARRAY['pending'::text, 'firing'::text, 'acknowledged'::text]))`,
})
export class AlertLifeEntity {
  /** Names the alert: a hash of the rule's name and the subject. */
  @PrimaryColumn({ type: 'text' }) fingerprint!: string;
  @Column({ type: 'text' }) @ForeignKey(() => AlertRuleEntity) rule!: string;
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'jsonb' }) labels!: Record<string, string>;
  @Column({ type: 'jsonb' }) names!: Record<string, { zh: string; en: string }>;
  @Column({ type: 'text' }) state!: 'inactive' | 'pending' | 'firing' | 'acknowledged' | 'resolved';
  /** Since when it is in that state. */
  @Column({ type: 'timestamptz' }) since!: Date;
  /** Why the last evaluation went as it did. */
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'jsonb' }) life!: object;
  @Column({ type: 'jsonb', nullable: true }) escalation!: object | null;
  /** The open episode, or the last one; null when it never fired. */
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => AlertEntity) alert!: number | null;
}

/** What became of alerts, when and why: decisions of the service and words of people. Append-only. */
@Entity('alert_event')
@Index('alert_event_fingerprint', ['fingerprint'])
export class AlertEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'text' }) fingerprint!: string;
  /** Of the episode; null while none has fired. */
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => AlertEntity) alert!: number | null;
  @Column({ type: 'timestamptz' }) at!: Date;
  /** The sweep that decided it; null of what people did. */
  @Column({ type: 'bigint', nullable: true }) sweep!: string | null;
  @Column({ type: 'text' }) action!:
    'pending' | 'cancel' | 'fire' | 'update' | 'resolve' | 'acknowledge' | 'unacknowledge' | 'escalate';
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'jsonb' }) numbers!: object;
  /** Whoever did it, of what people did; the organisation it was taken up to. */
  @Column({ type: 'text', nullable: true }) who!: string | null;
  @Column({ type: 'text', nullable: true }) comment!: string | null;
}

/** What one receiver was told of one group of alerts; stored with the messages that it speaks of. */
@Entity('notification_group')
@Index('notification_group_next', ['nextAt'], { where: `(next_at is not null)` })
@Index('notification_group_astray', ['receiver'], { where: `astray` })
export class NotificationGroupEntity {
  @PrimaryColumn({ type: 'text' }) @ForeignKey(() => ReceiverEntity) receiver!: string;
  @PrimaryColumn({ type: 'text' }) groupKey!: string;
  @Column({ type: 'jsonb' }) groupLabels!: Record<string, string>;
  @Column({ type: 'integer' }) sequence!: number;
  @Column({ type: 'timestamptz', nullable: true }) lastAt!: Date | null;
  /** When to look at it again if nothing of it changes. */
  @Column({ type: 'timestamptz', nullable: true }) nextAt!: Date | null;
  /** It tells of alerts that are led elsewhere now. */
  @Column({ type: 'boolean', default: false }) astray!: boolean;
  @Column({ type: 'jsonb' }) told!: object;
}

/**
 * That it must be looked again who is to be told what: at an instant, or at once. Rows are only added and, by whoever
 * has looked, deleted, so that no writer waits for another.
 */
@Entity('notification_due')
export class NotificationDueEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id!: string;
  /** null: at once, whatever the clocks say. */
  @Column({ type: 'timestamptz', nullable: true }) at!: Date | null;
  /** The alerts that changed, when it is only they; null: more than that, so that all groups are to be decided. */
  @Column({ type: 'text', array: true, nullable: true }) fingerprints!: string[] | null;
}

/** The outbox: one message to one receiver, kept until it succeeded or was given up. */
@Entity('delivery')
@Unique('delivery_key', ['key'])
@Index('delivery_due', ['nextAttemptAt'], { where: `(state = 'due'::text)` })
@Index('delivery_group', ['receiver', 'groupKey', 'id'])
@Index('delivery_waiting', ['receiver', 'groupKey', 'id'], { where: `(state = 'due'::text)` })
@Index('delivery_turn', ['receiver', 'nextAttemptAt', 'id'], { where: `(state = 'due'::text)` })
@Index('delivery_failing', ['receiver'], {
  where: `((state = 'due'::text) AND (failing_since IS NOT NULL))`,
})
export class DeliveryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  /** Stable: the same decision never makes a second row. */
  @Column({ type: 'text' }) key!: string;
  /** Messages to one receiver about one group go out in their order. */
  @Column({ type: 'text' }) groupKey!: string;
  /** The key of the first message to this receiver about any of its alerts: its own when it is the first. */
  @Column({ type: 'text' }) thread!: string;
  @Column({ type: 'text' }) @ForeignKey(() => ReceiverEntity) receiver!: string;
  @Column({ type: 'text' }) kind!: 'firing' | 'resolved' | 'heartbeat' | 'test';
  @Column({ type: 'text' }) state!: 'due' | 'sent' | 'givenUp';
  /** What is said, fixed at the decision, so that a late delivery says what was true then. */
  @Column({ type: 'jsonb' }) message!: object;
  @Column({ type: 'integer' }) attempts!: number;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) nextAttemptAt!: Date;
  /** A worker has it until then; a dead worker's lease simply runs out. */
  @Column({ type: 'timestamptz', nullable: true }) leasedUntil!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) sentAt!: Date | null;
  @Column({ type: 'text', nullable: true }) lastError!: string | null;
  /** When the first of the failures was that it is still trying to get over; null while none was, and after a retry by hand. */
  @Column({ type: 'timestamptz', nullable: true }) failingSince!: Date | null;
}

/** Which alerts a message tells of. */
@Entity('delivery_alert')
@Index('delivery_alert_alert', ['alert'])
export class DeliveryAlertEntity {
  @PrimaryColumn({ type: 'integer' })
  @ForeignKey(() => DeliveryEntity, { onDelete: 'CASCADE' })
  delivery!: number;
  @PrimaryColumn({ type: 'integer' }) @ForeignKey(() => AlertEntity) alert!: number;
}

/** One attempt at a delivery. Written when a worker takes the delivery, and completed when it knows how that ended. */
@Entity('delivery_attempt')
@Index('delivery_attempt_delivery', ['delivery'])
export class DeliveryAttemptEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'integer' }) @ForeignKey(() => DeliveryEntity, { onDelete: 'CASCADE' }) delivery!: number;
  @Column({ type: 'timestamptz' }) at!: Date;
  /** null: a worker is at it, or died over it. */
  @Column({ type: 'text', nullable: true }) outcome!: 'sent' | 'retry' | 'dead' | null;
  /** HTTP status or SMTP reply code. */
  @Column({ type: 'integer', nullable: true }) status!: number | null;
  @Column({ type: 'integer', nullable: true }) milliseconds!: number | null;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  /** The beginning of the answer, without secrets. */
  @Column({ type: 'text', nullable: true }) excerpt!: string | null;
}
