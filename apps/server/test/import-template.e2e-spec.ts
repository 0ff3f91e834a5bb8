import { read, utils, write } from '@e965/xlsx';
import type { ImportReport, Indicator } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication({ now: '2026-11-23T04:00:00Z' });
});
afterAll(() => app.close());

const path = '/api/v1/import-template';
const owner = 'west-airport-group';

async function download(query: string, token?: string): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(`${app.url}${path}?${query}`, {
    headers: { authorization: `Bearer ${token ?? (await app.token('viewer'))}` },
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The rows of a template's first sheet as texts. */
function rowsOf(bytes: Buffer): string[][] {
  const book = read(bytes);
  return utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, {
    header: 1,
    raw: false,
    defval: '',
    blankrows: false,
  });
}

async function upload(bytes: Buffer, name: string, token: string): Promise<ImportReport> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const { body } = await app.ask<ImportReport>('/api/v1/imports', { method: 'POST', body: form, token });
  return body;
}

async function ownIndicators(): Promise<Indicator[]> {
  const { body } = await app.ask<Indicator[]>('/api/v1/indicators');
  return body.filter((indicator) => indicator.owner === owner);
}

describe('the template of an organisation', () => {
  it('is a workbook unless told, named for whose it is and of which day', async () => {
    const { response, bytes } = await download(`organisation=${owner}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename=import-template-${owner}-2026-11-23.xlsx`,
    );
    const [header, ...rows] = rowsOf(bytes);
    expect(header!.slice(0, 4)).toEqual(['指标代码', '指标名称', '行政区划代码', '地区名称']);
    const codes = new Set((await ownIndicators()).map(({ code }) => code));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(codes).toContain(row[0]);
    const at = header!.indexOf('时期');
    expect(rows.filter((row) => row[0] === 'airport_passenger_throughput').map((row) => row[at])).toContain(
      '2026年10月',
    );
  });

  it('says the same as CSV, with a byte order mark and CRLF', async () => {
    const { response, bytes } = await download(`organisation=${owner}&format=csv`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = bytes.toString('utf8');
    expect(text.startsWith('\uFEFF指标代码,指标名称,行政区划代码')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    const workbook = await download(`organisation=${owner}&format=xlsx`);
    const book = read(bytes, { raw: true });
    const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1, defval: '' });
    expect(rows).toEqual(rowsOf(workbook.bytes));
  });

  it('is that of their own organisation for an uploader who is limited to one', async () => {
    const { response } = await download('', await app.token('uploader', owner));
    expect(response.headers.get('content-disposition')).toContain(owner);
  });

  it('is asked for by name by anyone else, who else is told so', async () => {
    const { response, bytes } = await download('');
    expect(response.status).toBe(400);
    expect(JSON.parse(bytes.toString())).toMatchObject({ code: 'invalid-request' });
  });

  it('of an organisation that does not exist is not found', async () => {
    const { response, bytes } = await download('organisation=nobody');
    expect(response.status).toBe(404);
    expect(JSON.parse(bytes.toString())).toMatchObject({ code: 'not-found' });
  });

  it('needs a token, and a format that there is', async () => {
    expect((await app.ask(`${path}?organisation=${owner}`, { token: null })).status).toBe(401);
    expect((await app.ask(`${path}?organisation=${owner}&format=pdf`)).status).toBe(400);
  });
});

describe('a template that is filled in and sent back', () => {
  it('imports as a workbook without a question, each row that was filled in', async () => {
    const token = await app.token('uploader', owner);
    const { bytes } = await download('', token);
    const book = read(bytes, { cellStyles: true });
    const sheet = book.Sheets[book.SheetNames[0]!]!;
    const rows = rowsOf(bytes);
    const [value, status, released, comment] = ['数值', '状态', '发布日期', '备注'].map((name) =>
      rows[0]!.indexOf(name),
    ) as [number, number, number, number];
    const put = (row: number, column: number, cell: object) => {
      sheet[utils.encode_cell({ r: row, c: column })] = cell;
    };
    // Every second row is filled in, the others are left as they came.
    const filled = rows.slice(1).flatMap((_, index) => (index % 2 === 0 ? [index + 1] : []));
    for (const row of filled) put(row, value, { t: 'n', v: 12.5 });
    put(filled[0]!, status, { t: 's', v: '快报' });
    put(filled[0]!, released, { t: 'n', v: 46_345, z: 'yyyy-mm-dd' });
    put(filled[0]!, comment, { t: 's', v: '含托管机场' });
    const sent: Buffer = write(book, { type: 'buffer', bookType: 'xlsx' });

    const report = await upload(sent, '填报模板.xlsx', token);
    expect(report).toMatchObject({
      state: 'applied',
      questions: [],
      rejections: [],
      rows: {
        read: filled.length,
        inserted: filled.length,
        revised: 0,
        rejected: 0,
        missing: rows.length - 1 - filled.length,
      },
    });
    const first = rows[filled[0]!]!;
    const { body } = await app.ask<Record<string, unknown>[]>(
      `/api/v1/observations/vintages?indicator=${first[0]}&area=${first[2]}`,
    );
    expect(body.filter((vintage) => vintage['import'] === report.id)).toContainEqual(
      expect.objectContaining({
        value: 12.5,
        status: 'P',
        comment: '含托管机场',
        knownFrom: '2026-11-19T15:59:59.999Z',
        source: { source_template: `${owner} 2026-11-23` },
      }),
    );
  });

  it('imports also where it asks for a single value', async () => {
    const token = await app.token('uploader', 'shaanxi-finance');
    const { bytes } = await download('', token);
    const book = read(bytes, { cellStyles: true });
    const rows = rowsOf(bytes);
    expect(rows).toHaveLength(2);
    const place = utils.encode_cell({ r: 1, c: rows[0]!.indexOf('数值') });
    book.Sheets['数据']![place] = { t: 'n', v: 50 };
    const report = await upload(write(book, { type: 'buffer', bookType: 'xlsx' }), 'a.xlsx', token);
    expect(report).toMatchObject({ state: 'applied', questions: [], rows: { inserted: 1, missing: 0 } });
  });

  it('does not ask again for what it brought', async () => {
    const token = await app.token('uploader', owner);
    const { bytes } = await download('format=csv', token);
    const lines = bytes.toString('utf8').trimEnd().split('\r\n');
    const at = lines[0]!.split(',').indexOf('数值');
    const filled = lines.map((line, index) => {
      if (index === 0) return line;
      const cells = line.split(',');
      cells[at] = '7';
      return cells.join(',');
    });
    const report = await upload(Buffer.from(filled.join('\r\n')), '填报模板.csv', token);
    expect(report).toMatchObject({ state: 'applied', questions: [], rejections: [], rows: { missing: 0 } });
    expect(report.rows.inserted).toBe(lines.length - 1);

    const after = rowsOf((await download('', token)).bytes);
    expect(after).toHaveLength(1);
  });

  it('comes without rows when nothing is due, and says until when', async () => {
    const { bytes } = await download(`organisation=${owner}`);
    const book = read(bytes);
    expect(book.SheetNames).toEqual(['数据', '填报说明']);
    const said = utils.sheet_to_json<string[]>(book.Sheets['填报说明']!, { header: 1, defval: '' });
    expect(said.map((row) => row[0])).toContain(
      '到 2026-11-23 为止没有应报未报的数；下一批数最早在 2026-11-30 到期。',
    );
  });
});
