/** The library of major projects. */
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AreaEntity, OrganisationEntity, TaskEntity } from './catalogue.js';

@Entity('project')
@Index('project_task', ['task'])
export class ProjectEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'project_pk' }) code!: string;
  @Column({ type: 'text' }) nameZh!: string;
  @Column({ type: 'text', nullable: true }) nameEn!: string | null;
  @Column({ type: 'text', nullable: true }) level!: string | null;
  @Column({ type: 'text', nullable: true }) field!: string | null;
  @Column({ type: 'integer' })
  @ForeignKey(() => TaskEntity, { name: 'project_task_fk' })
  task!: number;
  @Column({ type: 'numeric', nullable: true }) investmentValue!: string | null;
  @Column({ type: 'text', nullable: true }) investmentUnit!: string | null;
  /** By the library's own word. */
  @Column({ type: 'text', nullable: true }) stage!: string | null;
  @Column({ type: 'text' }) standing!: string;
  @Column({ type: 'text', nullable: true }) clause!: string | null;
  @Column({ type: 'text', nullable: true }) note!: string | null;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  @Column({ type: 'text' }) updatedBy!: string;
}

@Entity('project_organisation')
export class ProjectOrganisationEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'project_organisation_pk' })
  @ForeignKey(() => ProjectEntity, { name: 'project_organisation_project_fk' })
  project!: string;
  /** The first leads. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'project_organisation_pk' }) position!: number;
  @Column({ type: 'text' })
  @ForeignKey(() => OrganisationEntity, { name: 'project_organisation_organisation_fk' })
  organisation!: string;
}

@Entity('project_area')
export class ProjectAreaEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'project_area_pk' })
  @ForeignKey(() => ProjectEntity, { name: 'project_area_project_fk' })
  project!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'project_area_pk' }) position!: number;
  @Column({ type: 'text' })
  @ForeignKey(() => AreaEntity, { name: 'project_area_area_fk' })
  area!: string;
}

/** When a stage is planned to begin and began, as period texts: 2026, 2026-Q2, 2026-06, 2026-06-30. */
@Entity('project_stage')
export class ProjectStageEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'project_stage_pk' })
  @ForeignKey(() => ProjectEntity, { name: 'project_stage_project_fk' })
  project!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'project_stage_pk' }) stage!: string;
  @Column({ type: 'text', nullable: true }) planned!: string | null;
  @Column({ type: 'text', nullable: true }) actual!: string | null;
}
