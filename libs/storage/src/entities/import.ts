import { Column, Entity, ForeignKey, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** One upload: file, hash, who, what it did. */
@Entity('import')
export class ImportEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text' }) uploadedBy!: string;
  @Column({ type: 'text' }) state!: 'running' | 'validated' | 'applied' | 'rejected' | 'failed';
  @Column({ type: 'boolean' }) dryRun!: boolean;
  @Column({ type: 'text' }) onError!: 'reject' | 'skip';
  @Column({ type: 'text' }) fileName!: string;
  @Column({ type: 'bigint' }) fileBytes!: string;
  @Column({ type: 'text' }) sha256!: string;
  @Column({ type: 'text' }) format!: string;
  @Column({ type: 'text' }) encoding!: string;
  @Column({ type: 'text' }) layout!: string;
  @Column({ type: 'integer' }) rowsRead!: number;
  @Column({ type: 'integer' }) rowsInserted!: number;
  @Column({ type: 'integer' }) rowsRevised!: number;
  @Column({ type: 'integer' }) rowsUnchanged!: number;
  @Column({ type: 'integer' }) rowsDuplicate!: number;
  @Column({ type: 'integer' }) rowsRejected!: number;
  @Column({ type: 'integer' }) rejectionCount!: number;
  @Column({ type: 'jsonb' }) warnings!: { line: number; code: string; message: string }[];
  @Column({ type: 'jsonb' }) verdictChanges!: { target: string; from: string | null; to: string }[];
  @Column({ type: 'text', nullable: true }) failure!: string | null;
  /** The file's header row, for writing the refused rows back as a file that can be mended. */
  @Column({ type: 'text', array: true }) header!: string[];
}

/** One refused cell. */
@Entity('import_rejection')
export class ImportRejectionEntity {
  @PrimaryColumn({ type: 'integer' })
  @ForeignKey(() => ImportEntity, { onDelete: 'CASCADE' })
  importId!: number;
  @PrimaryColumn({ type: 'integer' }) position!: number;
  @Column({ type: 'integer' }) line!: number;
  @Column({ type: 'text' }) column!: string;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) value!: string;
  @Column({ type: 'text' }) message!: string;
  /** The row as it was read, cell by cell. */
  @Column({ type: 'text', array: true }) cells!: string[];
}
