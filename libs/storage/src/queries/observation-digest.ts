import type { Tx } from '../database.js';

/** How much is stored, and what of it could change without changing how much. */
export interface ObservationDigest {
  readonly observations: number;
  /** Superseded vintages. */
  readonly vintages: number;
  /** Rows that an import left in staging; none, ever, outside its transaction. */
  readonly staged: number;
  readonly series: number;
  /** The same exactly while every observation, vintage and verdict is. */
  readonly digest: string;
}

/** What tells whether an import changed anything at all. Reads everything: for tests on small databases. */
export async function observationDigest(tx: Tx): Promise<ObservationDigest> {
  const [row]: ObservationDigest[] = await tx.query(`
    select (select count(*)::int from observation) as observations,
           (select count(*)::int from observation_vintage) as vintages,
           (select count(*)::int from observation_staging) as staged,
           (select count(*)::int from series) as series,
           md5(concat_ws(' ',
             (select md5(string_agg(o::text, e'\\n' order by o::text)) from observation o),
             (select md5(string_agg(v::text, e'\\n' order by v::text)) from observation_vintage v),
             (select md5(string_agg(a::text, e'\\n' order by a::text)) from assessment a))) as digest`);
  if (!row) throw new Error('The digest query gave no row.');
  return row;
}
