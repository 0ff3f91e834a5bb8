import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { AreaEntity, IndicatorEntity, OrganisationEntity, TaskEntity } from './catalogue.js';

/**
 * One row per version of a target. The version in force is the one with no validTo; a past verdict points at the
 * version that it judged. The first version holds since the plan was issued, later ones since they were changed.
 */
@Entity('target')
@Unique('target_code_version', ['code', 'version'])
@Index('target_in_force', ['code'], { unique: true, where: '(valid_to IS NULL)' })
@Index('target_measure', ['indicator', 'area'], { where: '(valid_to IS NULL)' })
export class TargetEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'integer' }) version!: number;
  @Column({ type: 'timestamptz' }) validFrom!: Date;
  @Column({ type: 'timestamptz', nullable: true }) validTo!: Date | null;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  @Column({ type: 'text' }) changedBy!: string;
  @Column({ type: 'text', nullable: true }) changeReason!: string | null;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text' }) nameEn!: string;
  @Column({ type: 'text' }) @ForeignKey(() => IndicatorEntity) indicator!: string;
  @Column({ type: 'text' }) @ForeignKey(() => AreaEntity) area!: string;
  @Column({ type: 'jsonb' }) breakdown!: Record<string, string>;
  @Column({ type: 'text' }) frequency!: 'A' | 'S' | 'Q' | 'M' | 'D';
  @Column({ type: 'text' }) due!: string;
  @Column({ type: 'text' }) operator!: 'atLeast' | 'atMost' | 'within' | 'complete' | 'direction';
  @Column({ type: 'numeric', nullable: true }) value!: string | null;
  @Column({ type: 'numeric', nullable: true }) upper!: string | null;
  @Column({ type: 'text', nullable: true }) baselinePeriod!: string | null;
  @Column({ type: 'numeric', nullable: true }) baselineValue!: string | null;
  @Column({ type: 'text' }) method!: string;
  /** As the contract's thresholds. */
  @Column({ type: 'jsonb', nullable: true }) thresholds!: unknown;
  @Column({ type: 'numeric', nullable: true }) zeroAs!: string | null;
  @Column({ type: 'text' }) trajectory!: string;
  @Column({ type: 'integer' }) @ForeignKey(() => TaskEntity) clauseTask!: number;
  @Column({ type: 'text' }) clauseQuote!: string;
  @Column({ type: 'text' }) @ForeignKey(() => OrganisationEntity) organisation!: string;
  @Column({ type: 'text', nullable: true }) noteZh!: string | null;
  @Column({ type: 'text', nullable: true }) noteEn!: string | null;
  /** Of a version that ended without another in its place; of one that a later version replaced: null. */
  @Column({ type: 'text', nullable: true }) withdrawnBy!: string | null;
  @Column({ type: 'text', nullable: true }) withdrawalReason!: string | null;
}

@Entity('target_milestone')
export class TargetMilestoneEntity {
  @PrimaryColumn({ type: 'integer' })
  @ForeignKey(() => TargetEntity, { onDelete: 'CASCADE' })
  target!: number;
  @PrimaryColumn({ type: 'text' }) period!: string;
  @Column({ type: 'numeric' }) value!: string;
}
