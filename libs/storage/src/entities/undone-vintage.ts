import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Vintages of imports that were taken back, kept as they stood. No read of values looks here: an import that was
 * undone never was true. When and by whom it was undone stands with the import.
 */
@Entity('undone_vintage')
export class UndoneVintageEntity {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'undone_vintage_pk' }) importId!: number;
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'undone_vintage_pk' }) seriesId!: string;
  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'undone_vintage_pk' }) periodStart!: string;
  /** An import has at most one vintage of a period since the same instant. */
  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'undone_vintage_pk' }) knownFrom!: Date;
  @Column({ type: 'date' }) periodEnd!: string;
  @Column({ type: 'numeric' }) value!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'text', nullable: true }) comment!: string | null;
  @Column({ type: 'jsonb', nullable: true }) source!: Record<string, string> | null;
  @Column({ type: 'integer', nullable: true }) line!: number | null;
  @Column({ type: 'text', nullable: true }) columnLetters!: string | null;
}
