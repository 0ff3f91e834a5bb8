/** The plan as data: who answers for what, where, and what is measured. */
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('plan')
export class PlanEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) titleZh!: string;
  @Column({ type: 'text' }) titleEn!: string;
  @Column({ type: 'text' }) issuerZh!: string;
  @Column({ type: 'text' }) issuerEn!: string;
  @Column({ type: 'date' }) issuedOn!: string;
  @Column({ type: 'date', nullable: true }) publishedOn!: string | null;
  @Column({ type: 'integer' }) baseYear!: number;
  @Column({ type: 'text' }) horizon!: string;
}

@Entity('plan_section')
export class PlanSectionEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) @ForeignKey(() => PlanEntity) plan!: string;
  @Column({ type: 'integer' }) position!: number;
  @Column({ type: 'text' }) number!: string;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => PlanSectionEntity) parent!: string | null;
  @Column({ type: 'text' }) titleZh!: string;
  @Column({ type: 'text' }) titleEn!: string;
}

@Entity('organisation')
export class OrganisationEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text' }) nameEn!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ type: 'text', array: true }) members!: string[];
  /** Codes of the areas whose values it may upload, with all that lie in them; none: of every area. */
  @Column({ type: 'text', array: true, default: '{}' }) areas!: string[];
  @Column({ type: 'text', nullable: true }) note!: string | null;
}

@Entity('plan_task')
export class TaskEntity {
  @PrimaryColumn({ type: 'integer' }) number!: number;
  @Column({ type: 'text' }) @ForeignKey(() => PlanSectionEntity) section!: string;
  @Column({ type: 'text' }) titleZh!: string;
  @Column({ type: 'text' }) titleEn!: string;
  @Column({ type: 'text' }) responsibility!: string;
}

@Entity('task_organisation')
export class TaskOrganisationEntity {
  @PrimaryColumn({ type: 'integer' }) @ForeignKey(() => TaskEntity) task!: number;
  /** Place in the text's own order; the first leads. */
  @PrimaryColumn({ type: 'integer' }) position!: number;
  @Column({ type: 'text' }) @ForeignKey(() => OrganisationEntity) organisation!: string;
}

@Entity('area')
export class AreaEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text' }) nameEn!: string;
  @Column({ type: 'text', nullable: true }) shortName!: string | null;
  @Column({ type: 'text' }) kind!: string;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => AreaEntity) parent!: string | null;
  @Column({ type: 'text', nullable: true }) note!: string | null;
}

@Entity('breakdown_value')
export class BreakdownValueEntity {
  @PrimaryColumn({ type: 'text' }) dimension!: string;
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text' }) nameEn!: string;
}

@Entity('indicator')
@Index('indicator_computed', ['code'], { where: '((formula IS NOT NULL) OR (area_roll_up IS NOT NULL))' })
export class IndicatorEntity {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text' }) nameEn!: string;
  @Column({ type: 'text' }) kind!: 'stock' | 'flow' | 'average';
  @Column({ type: 'text' }) unitZh!: string;
  @Column({ type: 'text' }) unitEn!: string;
  @Column({ type: 'integer' }) decimals!: number;
  @Column({ type: 'text' }) direction!: 'up' | 'down' | 'within';
  @Column({ type: 'numeric', nullable: true }) lowerBound!: string | null;
  @Column({ type: 'numeric', nullable: true }) upperBound!: string | null;
  @Column({ type: 'numeric', nullable: true }) naturalLimit!: string | null;
  @Column({ type: 'text' }) frequency!: 'A' | 'S' | 'Q' | 'M' | 'D';
  @Column({ type: 'integer' }) releaseLagDays!: number;
  @Column({ type: 'text' }) @ForeignKey(() => OrganisationEntity) owner!: string;
  @Column({ type: 'text', array: true }) dimensions!: string[];
  @Column({ type: 'text' }) definitionZh!: string;
  @Column({ type: 'text' }) definitionEn!: string;
  @Column({ type: 'text', nullable: true }) note!: string | null;
  @Column({ type: 'text', nullable: true }) formula!: string | null;
  /** As the contract's areaRollUp. */
  @Column({ type: 'jsonb', nullable: true }) areaRollUp!: unknown;
  @Column({ type: 'boolean', nullable: true }) isGrowthRate!: boolean | null;
}

@Entity('indicator_task')
export class IndicatorTaskEntity {
  @PrimaryColumn({ type: 'text' }) @ForeignKey(() => IndicatorEntity) indicator!: string;
  @PrimaryColumn({ type: 'integer' }) @ForeignKey(() => TaskEntity) task!: number;
}

/** What an indicator said since a change, as the contract has it. */
@Entity('indicator_version')
export class IndicatorVersionEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'indicator_version_pk' })
  @ForeignKey(() => IndicatorEntity, { name: 'indicator_version_indicator_fk' })
  indicator!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'indicator_version_pk' }) version!: number;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  /** null: not known, it was there before versions were kept. */
  @Column({ type: 'text', nullable: true }) changedBy!: string | null;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'jsonb' }) definition!: unknown;
}

/** What an organisation was since a change, as the contract has it. */
@Entity('organisation_version')
export class OrganisationVersionEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'organisation_version_pk' })
  @ForeignKey(() => OrganisationEntity, { name: 'organisation_version_organisation_fk' })
  organisation!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'organisation_version_pk' }) version!: number;
  @Column({ type: 'timestamptz' }) changedAt!: Date;
  @Column({ type: 'text', nullable: true }) changedBy!: string | null;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'jsonb' }) definition!: unknown;
}
