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
  @Column({ type: 'text' }) channel!: 'webhook' | 'email';
  @Column({ type: 'text', array: true }) organisations!: string[];
  @Column({ type: 'boolean' }) enabled!: boolean;
  /** What the channel needs: {url} or {to}. */
  @Column({ type: 'jsonb' }) settings!: Record<string, unknown>;
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
}
