import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { OrganisationEntity } from './catalogue.js';
import { ImportEntity } from './import.js';

/** A folder or an address that is looked at by the clock: what was set, and how it stands. */
@Entity('import_source')
export class ImportSourceEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) kind!: 'folder' | 'http';
  @Column({ type: 'text' }) cron!: string;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => OrganisationEntity) organisation!:
    string | null;
  @Column({ type: 'text' }) onError!: 'reject' | 'skip';
  @Column({ type: 'integer', nullable: true }) silentAfterDays!: number | null;
  @Column({ type: 'boolean' }) enabled!: boolean;
  /** What the kind needs: {path, quietSeconds} or {url, timeoutSeconds, allowPrivateAddress, authorization}. */
  @Column({ type: 'jsonb' }) settings!: Record<string, unknown>;
  /** Silence counts from here while nothing came: set up, enabled again or pointed elsewhere. */
  @Column({ type: 'timestamptz' }) watchedSince!: Date;
  /** Every slot up to here was claimed; claiming is one conditional update of it. */
  @Column({ type: 'timestamptz' }) claimedUntil!: Date;
  /** Whoever looks at it now; free again when the lease has run out. */
  @Column({ type: 'text', nullable: true }) run!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) leasedUntil!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) lastRunAt!: Date | null;
  @Column({ type: 'text', nullable: true }) lastOutcome!: string | null;
  @Column({ type: 'text', nullable: true }) lastError!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) lastNewAt!: Date | null;
  @Column({ type: 'integer' }) consecutiveFailures!: number;
  @Column({ type: 'integer', nullable: true }) @ForeignKey(() => ImportEntity) lastImport!: number | null;
  /** Of an address: what its last imported content was known by. */
  @Column({ type: 'text', nullable: true }) etag!: string | null;
  @Column({ type: 'text', nullable: true }) lastModified!: string | null;
  /** Of an address: SHA-256 of the content that was imported or refused last; the same again is not read again. */
  @Column({ type: 'text', nullable: true }) contentSha256!: string | null;
}

/** One trouble of one source, from its beginning until it is over. */
@Entity('import_source_incident')
@Index('import_source_incident_open', ['source', 'kind'], { unique: true, where: '(ends_at IS NULL)' })
export class ImportSourceIncidentEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  /** Not a foreign key: what was told outlives the source. */
  @Column({ type: 'text' }) source!: string;
  @Column({ type: 'text' }) kind!: 'failing' | 'refused' | 'silent';
  @Column({ type: 'timestamptz' }) startsAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) endsAt!: Date | null;
  /** Of a refused file: the last one, how many of its rows were at fault, and why in a sentence. */
  @Column({ type: 'text', nullable: true }) file!: string | null;
  @Column({ type: 'integer', nullable: true }) refusedRows!: number | null;
  @Column({ type: 'text', nullable: true }) why!: string | null;
}
