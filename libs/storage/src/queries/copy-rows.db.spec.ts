import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { openDatabase, type Database } from '../database.js';
import { CopyRows, dayNumber } from './copy-rows.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

/** Sends values of one type as one column and reads them back as text. */
async function back(type: string, write: (rows: CopyRows) => void): Promise<string[]> {
  const runner = database.createQueryRunner();
  try {
    const client: Client = await runner.connect();
    await client.query(`create temp table sent (place int generated always as identity, value ${type})`);
    const rows = new CopyRows(16);
    write(rows);
    const stream = client.query(copyFrom('copy sent (value) from stdin with (format binary)'));
    stream.end(rows.complete());
    await once(stream, 'finish');
    const { rows: read } = await client.query<{ value: string }>(
      'select value::text as value from sent order by place',
    );
    await client.query('drop table sent');
    return read.map(({ value }) => value);
  } finally {
    await runner.release();
  }
}

const each =
  <T>(values: readonly T[], field: (rows: CopyRows, value: T) => void) =>
  (rows: CopyRows) => {
    for (const value of values) {
      rows.row(1);
      field(rows, value);
    }
  };

describe('CopyRows', () => {
  it('decimals of every length on either side of the point', async () => {
    const digits = '91827364554637281910203040506070809';
    const texts = [
      '0',
      '0.0',
      '0.000',
      '7.50',
      '1000',
      '10000',
      '10000.0001',
      '0.00010',
      '1234.5',
      '99999999',
    ];
    for (let whole = 1; whole <= 20; whole += 1)
      for (let scale = 0; scale <= 10; scale += 1)
        texts.push(digits.slice(0, whole) + (scale > 0 ? `.${digits.slice(whole, whole + scale)}` : ''));
    const signed = [...texts, ...texts.filter((text) => Number(text) !== 0).map((text) => `-${text}`)];
    expect(
      await back(
        'numeric',
        each(signed, (rows, text) => rows.numeric(text)),
      ),
    ).toEqual(signed);
  });

  it('days from the first year to the last, and the day before 2000', async () => {
    const days = [
      '0001-01-01',
      '0099-12-31',
      '1900-03-01',
      '1999-12-31',
      '2000-01-01',
      '2024-02-29',
      '9999-12-31',
    ];
    expect(
      await back(
        'date',
        each(days, (rows, day) => rows.date(dayNumber(day))),
      ),
    ).toEqual(days);
  });

  it('instants to the millisecond, before and after 2000', async () => {
    const instants = [
      '1950-06-01T12:00:00.001Z',
      '1999-12-31T23:59:59.999Z',
      '2000-01-01T00:00:00.000Z',
      '2099-12-31T15:59:59.999Z',
    ];
    const read = await back(
      'timestamptz',
      each(instants, (rows, text) => rows.instant(new Date(text))),
    );
    expect(read.map((text) => new Date(`${text.replace(' ', 'T')}:00`).toISOString())).toEqual(instants);
  });

  it('whole numbers and truths', async () => {
    const small = [0, 1, -1, 2_147_483_647, -2_147_483_648];
    expect(
      await back(
        'integer',
        each(small, (rows, value) => rows.integer(value)),
      ),
    ).toEqual(small.map(String));
    const large = [0, 1, -1, 4_294_967_295, 4_294_967_296, 9_007_199_254_740_991, -4_294_967_297];
    expect(
      await back(
        'bigint',
        each(large, (rows, value) => rows.bigint(value)),
      ),
    ).toEqual(large.map(String));
    expect(
      await back(
        'boolean',
        each([true, false], (rows, value) => rows.boolean(value)),
      ),
    ).toEqual(['true', 'false']);
  });

  it('texts short and very long, of one to four bytes a character', async () => {
    const texts = [
      '',
      'A',
      '年'.repeat(5),
      'a'.repeat(15),
      'a'.repeat(16),
      '关中🚄'.repeat(50_000),
      '\t\n\\N',
    ];
    expect(
      await back(
        'text',
        each(texts, (rows, text) => rows.text(text)),
      ),
    ).toEqual(texts);
  });

  it('JSON', async () => {
    const read = await back(
      'jsonb',
      each([{}, { source_title: '年鉴 "2019"' }], (rows, value) => rows.json(value)),
    );
    expect(read).toEqual(['{}', '{"source_title": "年鉴 \\"2019\\""}']);
  });

  it('the same buffer again after it was cleared', async () => {
    const write = (rows: CopyRows) => {
      each(['1', '2'], (own, text) => own.numeric(text))(rows);
      rows.clear();
      each(['3'], (own, text) => own.numeric(text))(rows);
      expect(rows.rows).toBe(1);
    };
    expect(await back('numeric', write)).toEqual(['3']);
  });
});
