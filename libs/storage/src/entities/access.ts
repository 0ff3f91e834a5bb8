import {
  Check,
  Column,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';

/** A person who logs in. Never deleted, only disabled: names in the record of changes keep their meaning. */
@Entity('account')
@Unique('account_oidc', ['oidcIssuer', 'oidcSubject'])
@Check('account_organisations', 'organisations IS NULL OR cardinality(organisations) > 0')
@Check('account_way_in', '(password_hash IS NULL) <> (oidc_subject IS NULL)')
export class AccountEntity {
  /** What is typed at log-in; lower case. */
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) displayName!: string;
  @Column({ type: 'text' }) role!: 'viewer' | 'uploader' | 'admin';
  /** An uploader limited to what these own; null: not limited. */
  @Column({ type: 'text', array: true, nullable: true }) organisations!: string[] | null;
  /** In PHC format, argon2id with its parameters; null for those who come by single sign-on. */
  @Column({ type: 'text', nullable: true }) passwordHash!: string | null;
  /** The password was given by somebody else: nothing is done until it is changed. */
  @Column({ type: 'boolean' }) mustChangePassword!: boolean;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text' }) createdBy!: string;
  @Column({ type: 'timestamptz', nullable: true }) lastLogInAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) disabledAt!: Date | null;
  /** Who vouches for the person, and as whom: single sign-on. */
  @Column({ type: 'text', nullable: true }) oidcIssuer!: string | null;
  @Column({ type: 'text', nullable: true }) oidcSubject!: string | null;
}

/** Only the SHA-256 of a token is kept; a token is 256 random bits, so a slow hash would add nothing. */
@Entity('api_token')
@Check('api_token_organisations', 'organisations IS NULL OR cardinality(organisations) > 0')
export class ApiTokenEntity {
  @PrimaryColumn({ type: 'text' }) name!: string;
  @Column({ type: 'text', unique: true }) sha256!: string;
  @Column({ type: 'text' }) role!: 'viewer' | 'uploader' | 'admin';
  /** An uploader limited to what these own; null: not limited. */
  @Column({ type: 'text', array: true, nullable: true }) organisations!: string[] | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'text', nullable: true }) createdBy!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) expiresAt!: Date | null;
  /** Written once a minute at most. */
  @Column({ type: 'timestamptz', nullable: true }) lastUsedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) revokedAt!: Date | null;
}

/** A logged-in page, of an account or of a token, and ended with it. */
@Entity('session')
@Check('session_holder', '(account IS NULL) <> (token IS NULL)')
export class SessionEntity {
  /** By which it is listed and ended; says nothing of the secret. */
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'text', unique: true }) sha256!: string;
  @Column({ type: 'text', nullable: true })
  @ForeignKey(() => AccountEntity, { onDelete: 'CASCADE' })
  @Index('session_account')
  account!: string | null;
  @Column({ type: 'text', nullable: true })
  @ForeignKey(() => ApiTokenEntity, { onDelete: 'CASCADE' })
  @Index('session_token')
  token!: string | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  /** Written once a minute at most. */
  @Column({ type: 'timestamptz' }) lastSeenAt!: Date;
  /** Whatever it is used, it ends then. */
  @Column({ type: 'timestamptz' }) expiresAt!: Date;
  @Column({ type: 'text' }) address!: string;
  @Column({ type: 'text' }) userAgent!: string;
  /** What the provider of single sign-on is shown when the person logs out there too. */
  @Column({ type: 'text', nullable: true }) oidcIdToken!: string | null;
}

/** How often a log-in failed of late, by what it is counted for; see queries/log-in-attempts.ts. */
@Entity('log_in_attempt')
export class LogInAttemptEntity {
  @PrimaryColumn({ type: 'text' }) key!: string;
  @Column({ type: 'integer' }) failures!: number;
  @Column({ type: 'timestamptz' }) lastAt!: Date;
  @Column({ type: 'timestamptz' }) blockedUntil!: Date;
}

/** A browser from which an account has logged in: what others fail at is not counted against it. */
@Entity('known_device')
export class KnownDeviceEntity {
  @PrimaryColumn({ type: 'text' }) sha256!: string;
  @PrimaryColumn({ type: 'text' })
  @ForeignKey(() => AccountEntity, { onDelete: 'CASCADE' })
  account!: string;
  @Column({ type: 'timestamptz' }) lastUsedAt!: Date;
}

/** Who changed what, and when. Append-only: triggers of the migration `accounts` refuse everything else. */
@Entity('audit_entry')
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id!: number;
  @Column({ type: 'timestamptz' }) at!: Date;
  @Column({ type: 'text' }) who!: string;
  @Column({ type: 'text' }) action!: string;
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'jsonb' }) details!: object;
}
