import { createRequire } from 'node:module';
import { text as textOf } from 'node:stream/consumers';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { type BriefingAnswer, type Problem, targetSchema } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

/** The parts of pdfjs that read a file back. */
interface PdfReader {
  getDocument(source: { data: Uint8Array }): { promise: Promise<ReadPdf>; destroy(): Promise<void> };
}
interface ReadPdf {
  readonly numPages: number;
  getPage(number: number): Promise<{
    getTextContent(): Promise<{ items: { str?: string }[] }>;
    getOperatorList(): Promise<unknown>;
    getStructTree(): Promise<unknown>;
  }>;
  getMetadata(): Promise<{ info: Record<string, unknown> }>;
  getMarkInfo(): Promise<{ Marked: boolean } | null>;
}

const routes = 'international-routes-2020';

/** A year's value of the routes, uploaded with the day on which it was published. */
const row = (year: string, value: number, releasedOn: string) =>
  `indicator,ref_area,time_period,obs_value,unit,released_on\ninternational_routes,610100,${year},${value},条,${releasedOn}\n`;

describe('briefings over HTTP', () => {
  let app: TestApplication;
  let viewer: string;
  beforeAll(async () => {
    app = await startTestApplication();
    viewer = await app.token('viewer');
  });
  afterAll(() => app.close());

  const briefing = (period: string) =>
    app.ask<BriefingAnswer>(`/api/v1/briefings/${period}`, { token: viewer });
  async function file(name: string) {
    const response = await fetch(`${app.url}/api/v1/briefings/${name}`, {
      headers: { authorization: `Bearer ${viewer}` },
    });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  }
  async function upload(csv: string) {
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'late.csv');
    const { status, body } = await app.ask<{ state: string }>('/api/v1/imports', {
      method: 'POST',
      body: form,
    });
    expect([status, body.state]).toEqual([expect.any(Number), 'applied']);
  }
  const sectionText = ({ document }: BriefingAnswer, code: string) =>
    JSON.stringify(document.sections.find((section) => section.code === code));

  it('says what became of the targets in a quarter, from, to and why', async () => {
    const { status, body } = await briefing('2020-Q1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      period: '2020-Q1',
      previous: '2019-Q4',
      next: '2020-Q2',
      from: '2020-01-01',
      to: '2020-03-31',
      day: '2020-03-31',
      asOf: '2020-03-31T15:59:59.999Z',
      comparedDay: '2019-12-31',
      unfinished: false,
    });
    expect(body.changes.find(({ target }) => target === routes)).toEqual({
      target: routes,
      name: { zh: '国际航线数量达到100条', en: '100 international routes' },
      kind: 'recovered',
      from: 'offTrack',
      to: 'onTrack',
      why: { zh: '新数据：2019年为88条', en: 'New value: 88 routes in 2019' },
      organisation: 'xian-government',
    });
    const counted = Object.values(body.counts).reduce((sum, count) => sum + count, 0);
    expect([counted, body.assessed]).toEqual([
      body.targets,
      body.targets - (body.counts['notAssessed'] ?? 0),
    ]);
  });

  it('agrees with the scorecard of the same day', async () => {
    const { body } = await briefing('2019-09');
    const { body: rows } = await app.ask<{ target: string; status: string }[]>(
      '/api/v1/assessments?asOf=2019-09-30',
    );
    for (const [status, count] of Object.entries(body.counts))
      expect([status, count]).toEqual([status, rows.filter((one) => one.status === status).length]);
    expect(body.behind).toEqual([expect.objectContaining({ target: routes, status: 'offTrack' })]);
  });

  it('tells of 2019 what was known then, whatever became known since', async () => {
    const { body: before } = await briefing('2019-09');
    expect(sectionText(before, 'behind')).toContain('2018年为64条');
    // Of 2018 another value, published in 2026: unknown in 2019.
    await upload(row('2018', 75, '2026-11-20'));
    const { body: after } = await briefing('2019-09');
    expect(after).toEqual(before);
    // One that was published in August 2019 was known, and is told with the file that brought it.
    await upload(row('2018', 66, '2019-08-15'));
    const { body: amended } = await briefing('2019-09');
    expect(sectionText(amended, 'behind')).toContain('2018年为66条');
    expect(sectionText(amended, 'behind')).toContain('late.csv');
    const { body: month } = await briefing('2019-08');
    expect(sectionText(month, 'summary')).toContain('其中修订1个');
  });

  it('says plainly that a period brought nothing', async () => {
    const { body } = await briefing('2026-10');
    expect(body.changes).toEqual([]);
    expect(sectionText(body, 'changes')).toContain('本期没有目标的结论发生变化');
    expect(sectionText(body, 'summary')).toContain('本期没有新获知的数据，也没有数据修订');
  });

  it('of the period that runs speaks as of now, and says so', async () => {
    const { body } = await briefing('2026-11');
    expect(body).toMatchObject({ unfinished: true, day: '2026-11-23', next: null });
    expect(body.document.dateline.zh).toBe('本期尚未结束，数据截至2026年11月23日，期末数字可能变动');
    expect(sectionText(body, 'method')).toContain('期末再出的通报为准');
    const { body: ended } = await briefing('2026-10');
    expect(ended.document.dateline.zh).toBe('数据截至2026年10月31日');
  });

  it('names who owes which late stage of a project', async () => {
    const project = {
      code: 'briefing-line',
      name: { zh: '测试线', en: 'Test line' },
      level: 'provincial',
      field: 'transport',
      task: 18,
      organisations: ['shaanxi-drc', 'china-railway-xian'],
      areas: ['610300'],
      investment: null,
      stage: null,
      standing: 'active',
      stages: [{ stage: 'construction', planned: '2026-06', actual: null }],
      clause: null,
      note: null,
    };
    const put = await app.ask('/api/v1/projects/briefing-line', {
      method: 'PUT',
      body: JSON.stringify(project),
    });
    expect(put.status).toBe(200);
    const { body } = await briefing('2026-10');
    expect(body.organisations.find(({ organisation }) => organisation === 'shaanxi-drc')?.lateStages).toBe(1);
    const { body: earlier } = await briefing('2026-05');
    expect(earlier.organisations.some(({ lateStages }) => lateStages > 0)).toBe(false);
    expect(sectionText(earlier, 'coming')).toContain('测试线：开工');
  });

  it('is a PDF whose words can be read back, with its fonts in it', async () => {
    const { response, bytes } = await file('2019-09.pdf');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="briefing-2019-09-zh.pdf"',
    );
    const raw = bytes.toString('latin1');
    expect(raw).toMatch(/\/Lang \(zh-CN\)/);
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    // Every font of it is a subset (its name says so) that the file holds.
    const fonts = [...raw.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name);
    expect(fonts.length).toBeGreaterThan(0);
    for (const name of fonts) expect(name).toMatch(/^[A-Z]{6}\+NotoSansSC/);
    expect([...raw.matchAll(/\/FontFile[23] /g)].length).toBeGreaterThanOrEqual(2);
    // Some hundred characters of a font of 10 MB.
    expect(bytes.length).toBeLessThan(1_500_000);

    const { pages, pdf } = await readPdf(bytes);
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect((await pdf.getMetadata()).info['Title']).toContain('规划目标进展情况督查通报');
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(pages.length).toBeLessThan(20);
    const whole = pages.join('\n');
    for (const sentence of [
      '规划目标进展情况督查通报',
      '数据截至2019年9月30日',
      '一、总体情况',
      '国际航线数量达到100条（进度滞后）',
      '六、方法说明',
    ])
      expect(whole).toContain(sentence);
    pages.forEach((page, at) => expect(page).toContain(`第${at + 1}页，共${pages.length}页`));
    // The table of organisations goes on with its head repeated.
    expect(
      pages.filter((page) => page.includes('责任单位') && page.includes('逾期（天）')).length,
    ).toBeGreaterThan(1);
  });

  it('is a PDF in English', async () => {
    const { response, bytes } = await file('2019-09.pdf?lang=en');
    expect(response.headers.get('content-disposition')).toContain('briefing-2019-09-en.pdf');
    const { pages } = await readPdf(bytes);
    expect(pages.join('')).toContain('Supervisionbriefingonthetargetsoftheplan');
    expect(pages[0]).toContain(`Page1of${pages.length}`);
  });

  it('is a .docx with headings, tables, a chart and the fonts of Chinese offices', async () => {
    const { response, bytes } = await file('2019-09.docx');
    expect(response.headers.get('content-type')).toBe(
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    );
    const parts = await unzip(bytes);
    const document = parts.get('word/document.xml') ?? '';
    const styles = parts.get('word/styles.xml') ?? '';
    expect(headingsOf(document, 'Heading1')).toEqual([
      '一、总体情况',
      '二、本期变化',
      '三、落后目标',
      '四、责任单位情况',
      '五、下期到期事项',
      '六、方法说明',
    ]);
    expect(headingsOf(document, 'Heading2')).toEqual(['国际航线数量达到100条（进度滞后）']);
    expect(headingsOf(document, 'Title')).toEqual(['规划目标进展情况督查通报']);
    expect(document.match(/<w:tbl>/g)!.length).toBeGreaterThanOrEqual(4);
    expect(document.match(/<w:tblHeader\/>/g)!.length).toBe(document.match(/<w:tbl>/g)!.length);
    expect(document).toContain('2018年为6');
    expect(
      [...parts.keys()].filter((name) => name.startsWith('word/media/') && name.endsWith('.png')),
    ).toHaveLength(1);
    for (const font of ['仿宋', '黑体', '楷体']) expect(styles).toContain(`w:eastAsia="${font}"`);
    expect([...parts.values()].join('')).toContain('PAGE');
  });

  it.each(['2026', '2026-13', '2026-Q5', 'October', '2026-10-01', '0999-01', '2026-10.xlsx'])(
    'refuses %s, which is no month and no quarter',
    async (period) => {
      const { status, body } = await app.ask<Problem>(`/api/v1/briefings/${period}`);
      expect([status, body.code]).toEqual([400, 'invalid-request']);
    },
  );

  it('has nothing of a period that has not begun', async () => {
    for (const name of ['2026-12', '2027-Q1', '2026-12.pdf']) {
      const { status, body } = await app.ask<Problem>(`/api/v1/briefings/${name}`);
      expect([name, status, body.code]).toEqual([name, 404, 'not-found']);
    }
    const { status } = await app.ask('/api/v1/briefings/2026-10.pdf?lang=fr');
    expect(status).toBe(400);
  });

  it('is for whoever may read, and for nobody else', async () => {
    for (const name of ['2026-10', '2026-10.pdf', '2026-10.docx'])
      expect([name, (await app.ask(`/api/v1/briefings/${name}`, { token: null })).status]).toEqual([
        name,
        401,
      ]);
  });

  it('shows names as text, whatever is written in them', async () => {
    const { body: target } = await app.ask<Record<string, unknown>>(`/api/v1/targets/${routes}`);
    const plain = Object.fromEntries(Object.keys(targetSchema.shape).map((key) => [key, target[key]]));
    const name = { zh: '<b>航线</b> & "引号"', en: '<script>alert(1)</script> & routes' };
    const put = await app.ask(`/api/v1/targets/${routes}`, {
      method: 'PUT',
      body: JSON.stringify({ ...plain, name }),
    });
    expect(put.status).toBeLessThan(300);
    const { bytes } = await file('2021-Q4.docx?lang=en');
    const document = (await unzip(bytes)).get('word/document.xml') ?? '';
    expect(document).not.toContain('<script>');
    expect((await file('2021-Q4.pdf')).response.status).toBe(200);
  });
});

const { resolve } = createRequire(import.meta.url);

/** The text of each page without its white space, which a PDF has only as distance. */
async function readPdf(bytes: Buffer): Promise<{ pages: string[]; pdf: ReadPdf }> {
  const { getDocument } = (await import(resolve('pdfjs-dist/legacy/build/pdf.mjs'))) as PdfReader;
  const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(
      items
        .map(({ str = '' }) => str)
        .join('')
        .replaceAll(/\s/g, ''),
    );
  }
  return { pages, pdf };
}

/** The text parts of a zip by name; of the others the name only. */
async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>((buffer, options, done) =>
    yauzl.fromBuffer(buffer, options, done),
  );
  const zip = await open(bytes, { lazyEntries: true });
  const parts = new Map<string, string>();
  const ended = new Promise<void>((done, fail) => {
    zip.on('end', done);
    zip.on('error', fail);
  });
  zip.on('entry', (entry: yauzl.Entry) => {
    zip.openReadStream(entry, (fault, stream) => {
      if (fault) throw fault;
      void textOf(stream).then((content) => {
        parts.set(entry.fileName, /\.(?:xml|rels)$/.test(entry.fileName) ? content : '');
        zip.readEntry();
      });
    });
  });
  zip.readEntry();
  await ended;
  return parts;
}

/** The texts of the paragraphs of one style. */
function headingsOf(document: string, style: string): string[] {
  return [...document.matchAll(/<w:p>.*?<\/w:p>/gs)]
    .map(([paragraph]) => paragraph)
    .filter((paragraph) => paragraph.includes(`<w:pStyle w:val="${style}"/>`))
    .map((paragraph) =>
      [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
    );
}
