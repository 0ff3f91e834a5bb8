import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { AssessmentEntity } from './assessment.js';
import { ImportSourceIncidentEntity } from './source.js';

@Entity('alert_rule')
export class AlertRuleEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) level!: 'atRisk' | 'offTrack' | 'movingAway' | 'missed';
  @Column({ type: 'boolean' }) enabled!: boolean;
}

@Entity('receiver')
export class ReceiverEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) channel!: 'webhook' | 'email' | 'dingtalk' | 'feishu' | 'wecom' | 'alertmanager';
  @Column({ type: 'text', array: true }) organisations!: string[];
  @Column({ type: 'boolean' }) enabled!: boolean;
  /** What the channel needs, secrets included: {url, secret}, {to}, … */
  @Column({ type: 'jsonb' }) settings!: Record<string, unknown>;
  /** Nothing is sent before: the receiver asked for that. */
  @Column({ type: 'timestamptz', nullable: true }) heldUntil!: Date | null;
  /** When the last messages went out, of a channel with a rate limit; as many as its longest window holds. */
  @Column({ type: 'timestamptz', array: true, default: () => `'{}'` }) recentSends!: Date[];
}

/** One slip of one target under one rule, from its firing until it resolved. At most one is open at a time. */
@Entity('alert')
@Index('alert_open', ['rule', 'targetCode'], { unique: true, where: '(ends_at IS NULL)' })
export class AlertEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'text' }) @ForeignKey(() => AlertRuleEntity) rule!: string;
  @Column({ type: 'text' }) targetCode!: string;
  @Column({ type: 'text' }) organisation!: string;
  @Column({ type: 'text' }) state!: 'firing' | 'resolved';
  @Column({ type: 'text' }) fingerprint!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'text' }) fromStatus!: string;
  @Column({ type: 'timestamptz' }) startsAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) endsAt!: Date | null;
  @Column({ type: 'integer' }) @ForeignKey(() => AssessmentEntity) assessment!: number;
}

/** The outbox: one message to one receiver, kept until it succeeded or was given up. */
@Entity('delivery')
@Unique('delivery_key', ['key'])
@Index('delivery_due', ['nextAttemptAt'], { where: `(state = 'due'::text)` })
@Index('delivery_alert', ['alert', 'receiver'], { where: '(alert IS NOT NULL)' })
@Index('delivery_incident', ['incident', 'receiver'], { where: '(incident IS NOT NULL)' })
export class DeliveryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  /** Stable: the same decision never makes a second row. */
  @Column({ type: 'text' }) key!: string;
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => AlertEntity) alert!: number | null;
  /** Of a message about a periodic source; then there is no alert. */
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => ImportSourceIncidentEntity) incident!:
    number | null;
  @Column({ type: 'text' }) @ForeignKey(() => ReceiverEntity) receiver!: string;
  @Column({ type: 'text' }) kind!: 'firing' | 'resolved' | 'test';
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
