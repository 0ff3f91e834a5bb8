/** What alert rules ask about periodic sources. */
import type { Reader } from '../database.js';
import type { RefusedFile } from './sources.js';

/** A source that is looked at, and its troubles. */
export interface SourceFacts {
  readonly name: string;
  readonly organisation: string | null;
  readonly silentAfterDays: number | null;
  /** Silence counts from here while nothing came. */
  readonly watchedSince: Date;
  readonly lastNewAt: Date | null;
  /** Why it cannot be looked at; null while it can. */
  readonly failing: string | null;
  /** The last file, if it was refused; what is not known any more is null. null: it was not. */
  readonly refused: { readonly [K in keyof RefusedFile]: RefusedFile[K] | null } | null;
  /** What was imported last; null: nothing yet. */
  readonly lastImport: Pick<RefusedFile, 'file' | 'refusedRows'> | null;
}

/** @param names absent: all. Those that are disabled are left out. */
export function readSourceFacts(reader: Reader, names?: readonly string[]): Promise<SourceFacts[]> {
  return reader.query(
    `select s.name, s.organisation, s.silent_after_days as "silentAfterDays", s.watched_since as "watchedSince",
       s.last_new_at as "lastNewAt", case when failing.id is not null then coalesce(s.last_error, '') end as failing,
       case when refused.id is not null then jsonb_build_object('file', refused.file,
         'refusedRows', refused.refused_rows, 'why', refused.why) end as refused,
       case when i.id is not null then jsonb_build_object('file', i.file_name, 'refusedRows', i.rows_rejected) end
         as "lastImport"
     from import_source s
     left join import_source_incident failing
       on failing.source = s.name and failing.kind = 'failing' and failing.ends_at is null
     left join import_source_incident refused
       on refused.source = s.name and refused.kind = 'refused' and refused.ends_at is null
     left join import i on i.id = s.last_import and i.state = 'applied'
     where s.enabled and ($1::text[] is null or s.name = any($1)) order by s.name`,
    [names ?? null],
  );
}
