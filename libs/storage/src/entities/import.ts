import { Column, Entity, ForeignKey, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One upload: file, hash, who, what it did. */
@Entity('import')
export class ImportEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text' }) uploadedBy!: string;
  @Column({ type: 'text' }) state!:
    'running' | 'validated' | 'applied' | 'rejected' | 'failed' | 'cancelled' | 'undone';
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
  @Column({ type: 'integer' }) rowsMissing!: number;
  /** How the file was understood, what must be asked and the first values: as the report tells them. */
  @Column({ type: 'jsonb', nullable: true }) understood!: object | null;
  @Column({ type: 'jsonb' }) questions!: object[];
  @Column({ type: 'jsonb' }) preview!: object[];
  /** The file's lines down to its header's last, for writing the refused rows back as a file that can be mended. */
  @Column({ type: 'jsonb' }) preamble!: string[][];
  /** While it runs: how far it has come, and when its process last said so. */
  @Column({ type: 'jsonb', nullable: true }) progress!: object | null;
  @Column({ type: 'timestamptz', nullable: true }) heartbeatAt!: Date | null;
  @Column({ type: 'boolean' }) cancelRequested!: boolean;
  @Column({ type: 'timestamptz', nullable: true }) undoneAt!: Date | null;
  @Column({ type: 'text', nullable: true }) undoneBy!: string | null;
}

/** What a person said of the layout of files of one shape. */
@Entity('import_profile')
@Unique('import_profile_name', ['name'])
export class ImportProfileEntity {
  /** The shape: see ingest's layouts. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'import_profile_pk' }) fingerprint!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'jsonb' }) answers!: Record<string, string>;
  @Column({ type: 'jsonb' }) header!: string[];
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text' }) createdBy!: string;
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
