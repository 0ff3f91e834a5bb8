import { workbookEntries } from '../../test/zip-of.js';
import { WorkbookThread } from './workbook-thread.js';

it('a workbook that would take minutes is given up when its time is over', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>1</v></c></row>`,
  );
  const merged =
    '</sheetData><mergeCells>' + '<mergeCell ref="A1:XFD1048576"/>'.repeat(100_000) + '</mergeCells>';
  const entries = workbookEntries(`${rows.join('')}${merged}<sheetData>`);
  const parts = entries.map(({ name, content }) => ({ name, bytes: new Uint8Array(Buffer.from(content)) }));
  const thread = new WorkbookThread({ kind: 'package', parts }, 1000);
  const begun = performance.now();
  await expect(thread.opened()).rejects.toMatchObject({
    code: 'not-a-table',
    detail: expect.stringContaining('规定时间内读不完'),
  });
  await thread.end();
  expect(performance.now() - begun).toBeLessThan(10_000);
});
