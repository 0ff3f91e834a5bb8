import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { OrganisationEntity, TaskEntity } from './catalogue.js';
import { ProjectEntity } from './project.js';

/**
 * What an organisation says of its progress on a task or a project. The database itself refuses to change or delete
 * one; only a withdrawal is noted on it, once.
 */
@Entity('progress_report')
@Check('progress_report_of_one', 'num_nonnulls(task, project) = 1')
@Check('progress_report_stage', '(stage IS NULL) = (stage_on IS NULL)')
@Index('progress_report_task', ['task', 'id'], { where: '(task IS NOT NULL)' })
@Index('progress_report_project', ['project', 'id'], { where: '(project IS NOT NULL)' })
@Index('progress_report_corrects', ['corrects'], { where: '(corrects IS NOT NULL)' })
export class ProgressReportEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'progress_report_pk',
  })
  id!: number;
  @Column({ type: 'integer', nullable: true })
  @ForeignKey(() => TaskEntity, { name: 'progress_report_task_fk' })
  task!: number | null;
  @Column({ type: 'text', nullable: true })
  @ForeignKey(() => ProjectEntity, { name: 'progress_report_project_fk' })
  project!: string | null;
  @Column({ type: 'text' })
  @ForeignKey(() => OrganisationEntity, { name: 'progress_report_organisation_fk' })
  organisation!: string;
  @Column({ type: 'text' }) author!: string;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text' }) text!: string;
  @Column({ type: 'numeric', nullable: true }) percent!: string | null;
  /** Of a project: a stage that began, and when, as a period text. */
  @Column({ type: 'text', nullable: true }) stage!: string | null;
  @Column({ type: 'text', nullable: true }) stageOn!: string | null;
  @Column({ type: 'integer', nullable: true })
  @ForeignKey(() => ProgressReportEntity, { name: 'progress_report_corrects_fk' })
  corrects!: number | null;
  @Column({ type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
  @Column({ type: 'text', nullable: true }) withdrawnBy!: string | null;
  @Column({ type: 'text', nullable: true }) withdrawnReason!: string | null;
}

/** A file that shows what a report says. In the database, so that it lands with its report and is in every backup. */
@Entity('progress_evidence')
export class ProgressEvidenceEntity {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'progress_evidence_pk' })
  @ForeignKey(() => ProgressReportEntity, { name: 'progress_evidence_report_fk' })
  report!: number;
  /** Its place in the report, from 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'progress_evidence_pk' }) id!: number;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) mediaType!: string;
  @Column({ type: 'integer' }) bytes!: number;
  @Column({ type: 'text' }) sha256!: string;
  @Column({ type: 'bytea' }) content!: Buffer;
}
