import { AppError } from '#contract';
import { isInvalidParameter, type Reader } from '../database.js';

/**
 * Tells the views of the schema `grafana` the zone in whose calendar periods stand; a service does so when it starts.
 * @throws AppError `conflict` when Postgres does not know the zone.
 */
export async function keepTimeZone(reader: Reader, timeZone: string): Promise<void> {
  try {
    // Asked for a time in it, Postgres refuses a zone that it does not know; storing one would break every view.
    await reader.query(
      `update grafana.service_setting set time_zone = $1::text
       where now() at time zone $1::text is not null and time_zone <> $1::text`,
      [timeZone],
    );
  } catch (error) {
    if (!isInvalidParameter(error)) throw error;
    throw new AppError(
      'conflict',
      `数据库服务器不认识时区 ${timeZone}（TIME_ZONE）。\n` +
        `The Postgres server does not know the time zone ${timeZone} of TIME_ZONE: choose another name of it, or ` +
        'install the time zones on the server.',
      [],
      { cause: error },
    );
  }
}
