import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { AreaEntity, IndicatorEntity } from './catalogue.js';

/** indicator × area × frequency × accumulation × breakdown. */
@Entity('series')
@Unique('series_key', ['indicator', 'area', 'frequency', 'accumulation', 'breakdown'])
export class SeriesEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id!: string;
  @Column({ type: 'text' }) @ForeignKey(() => IndicatorEntity) indicator!: string;
  @Column({ type: 'text' }) @ForeignKey(() => AreaEntity) area!: string;
  @Column({ type: 'text' }) frequency!: 'A' | 'S' | 'Q' | 'M' | 'D';
  @Column({ type: 'text' }) accumulation!: 'period' | 'yearToDate';
  @Column({ type: 'jsonb' }) breakdown!: Record<string, string>;
}

/**
 * What is known now: of every series and period the vintage in force. Written by the merge of an import and by
 * nothing else.
 *
 * Without foreign keys, here and on superseded vintages: Postgres checks them row by row, which took half of a large
 * import. What they would promise holds all the same: a row's series is one that the same transaction read or
 * created, its import the one that the transaction belongs to, and neither is ever deleted.
 */
@Entity('observation')
@Index('observation_known_from', { synchronize: false })
export class ObservationEntity {
  @PrimaryColumn({ type: 'bigint' }) seriesId!: string;
  /** First day of the period; of a year-to-date value, first day of the month or quarter it runs through. */
  @PrimaryColumn({ type: 'date' }) periodStart!: string;
  @Column({ type: 'date' }) periodEnd!: string;
  @Column({ type: 'numeric' }) value!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'timestamptz' }) knownFrom!: Date;
  @Column({ type: 'integer' }) importId!: number;
  @Column({ type: 'text', nullable: true }) comment!: string | null;
  /** The upload's source_* columns, e.g. {"source_title": …, "source_url": …}; null when it has none. */
  @Column({ type: 'jsonb', nullable: true }) source!: Record<string, string> | null;
  /** Line of the import's file; null of a value that was typed, and of one from before lines were kept. */
  @Column({ type: 'integer', nullable: true }) line!: number | null;
  /** D: of the column, where a line of the file holds several values. */
  @Column({ type: 'text', nullable: true }) columnLetters!: string | null;
}

/**
 * Superseded vintages, append-only: moved here when a newer one takes their place, or put here when an older release
 * is loaded later. A vintage holds from `known_from` until the next one of the same period, which may be the one in
 * `observation`; that end is derived when read (queries/observations), so that a history loaded in any order needs no
 * update. Of several known from the same instant the later id holds, and the one in `observation` after all of them.
 */
@Entity('observation_vintage')
@Index('observation_vintage_period', ['seriesId', 'periodStart', 'knownFrom', 'id'])
@Index('observation_vintage_known_from', { synchronize: false })
export class ObservationVintageEntity {
  @PrimaryColumn({ type: 'bigint' }) seriesId!: string;
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id!: string;
  @Column({ type: 'date' }) periodStart!: string;
  @Column({ type: 'date' }) periodEnd!: string;
  @Column({ type: 'numeric' }) value!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'timestamptz' }) knownFrom!: Date;
  @Column({ type: 'integer' }) importId!: number;
  @Column({ type: 'text', nullable: true }) comment!: string | null;
  @Column({ type: 'jsonb', nullable: true }) source!: Record<string, string> | null;
  @Column({ type: 'integer', nullable: true }) line!: number | null;
  @Column({ type: 'text', nullable: true }) columnLetters!: string | null;
}
