import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { ImportEntity } from './import.js';
import { TargetEntity } from './target.js';

/** One row per changed verdict: the history of a target's judgement as it was given at the time. */
@Entity('assessment')
@Index('assessment_history', ['targetCode', 'id'])
export class AssessmentEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'integer' }) @ForeignKey(() => TargetEntity) target!: number;
  @Column({ type: 'text' }) targetCode!: string;
  @Column({ type: 'timestamptz' }) asOf!: Date;
  @Column({ type: 'timestamptz' }) recordedAt!: Date;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'text', nullable: true }) previousStatus!: string | null;
  @Column({ type: 'text' }) cause!: 'import' | 'undo' | 'sweep' | 'request' | 'catalogue';
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => ImportEntity) importId!: number | null;
  /** Every number that went into it, as libs/assessment returned it. */
  @Column({ type: 'jsonb' }) verdict!: object;
}
