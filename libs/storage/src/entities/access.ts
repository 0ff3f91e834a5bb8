import { Column, Entity, ForeignKey, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { OrganisationEntity } from './catalogue.js';

/** Only the SHA-256 of a token is kept; a token is 256 random bits, so a slow hash would add nothing. */
@Entity('api_token')
export class ApiTokenEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text', unique: true }) sha256!: string;
  @Column({ type: 'text' }) role!: 'viewer' | 'uploader' | 'admin';
  /** An uploader limited to the indicators that this organisation owns. */
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => OrganisationEntity) organisation!:
    string | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) revokedAt!: Date | null;
}

/** A logged-in page. Ends with its token. */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn({ type: 'text' }) sha256!: string;
  @Column({ type: 'text' })
  @ForeignKey(() => ApiTokenEntity, { onDelete: 'CASCADE' })
  token!: string;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) expiresAt!: Date;
}

/** Who changed what, and when. Append-only. */
@Entity('audit_entry')
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'timestamptz' }) at!: Date;
  @Column({ type: 'text' }) who!: string;
  @Column({ type: 'text' }) action!: string;
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'jsonb' }) details!: object;
}
