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
 * What is known now: one row per series and period, copied from the newest vintage by the merge and by nothing else.
 * Its series and import are therefore those of a vintage; keys of its own would check every row a second time, which
 * is what costs most in a large import.
 */
@Entity('observation')
export class ObservationEntity {
  @PrimaryColumn({ type: 'bigint' }) seriesId!: string;
  /** First day of the period; of a year-to-date value, first day of the month or quarter it runs through. */
  @PrimaryColumn({ type: 'date' }) periodStart!: string;
  @Column({ type: 'date' }) periodEnd!: string;
  @Column({ type: 'numeric' }) value!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'timestamptz' }) knownFrom!: Date;
  @Column({ type: 'integer' }) importId!: number;
}

/**
 * Append-only history. A vintage holds from `known_from` until the next one of the same period; that end is derived
 * when read (queries/observation-vintages), so that a history loaded later, in any order, needs no update.
 */
@Entity('observation_vintage')
@Index('observation_vintage_period', ['seriesId', 'periodStart', 'knownFrom', 'id'])
export class ObservationVintageEntity {
  @PrimaryColumn({ type: 'bigint' }) @ForeignKey(() => SeriesEntity) seriesId!: string;
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id!: string;
  @Column({ type: 'date' }) periodStart!: string;
  @Column({ type: 'date' }) periodEnd!: string;
  @Column({ type: 'numeric' }) value!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'timestamptz' }) knownFrom!: Date;
  /** Not a foreign key: every row of an import names the one import that its own transaction holds. */
  @Column({ type: 'integer' }) importId!: number;
  @Column({ type: 'text', nullable: true }) comment!: string | null;
  /** The upload's source_* columns, e.g. {"source_title": …, "source_url": …}. */
  @Column({ type: 'jsonb' }) source!: Record<string, string>;
}
