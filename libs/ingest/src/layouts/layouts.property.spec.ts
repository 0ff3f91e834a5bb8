import fc from 'fast-check';
import { readLines, seedReference } from '../../test/layouts.js';
import type { Reference } from '../reference.js';

let reference: Reference;
beforeAll(async () => {
  reference = await seedReference();
});

/** What stands in tables, and in what people make of them. */
const words = (
  '地区 指标 单位 年份 西安市 宝鸡市 陕西省 未知市 610100 地区生产总值 常住人口（万人） 亿元 万人 单位：亿元 2018年 2019 ' +
  '2019年1-6月 1-6月 一季度 合计 其中：城镇 续表 注：示例 … — 88① >3 比上年增长（%） 西安市2019年常住人口 行号 列 代码 原因 甲 ' +
  'INDICATOR REF_AREA TIME_PERIOD OBS_VALUE STRUCTURE STRUCTURE_ID DATAFLOW ACTION D'
).split(' ');
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String) },
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => text.replace(/[,\r\n]/g, '')) },
);
const table = fc
  .array(fc.array(cell, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 14 })
  .map((rows) => rows.map((cells) => cells.join(',')).join('\n'));
const answer = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((at) => `column:${at}`),
  fc.integer({ min: 0, max: 15 }).map((line) => `row:${line}`),
  fc.constantFrom('constant:2019年', 'constant:gdp', 'constant:西安市', 'constant:亿元', 'constant:', 'x'),
);
const answers = fc.record(
  {
    header: answer,
    indicator: answer,
    ref_area: answer,
    time_period: answer,
    unit: answer,
    obs_value: answer,
  },
  { requiredKeys: [] },
);

it('any table is read, refused or asked about: nothing throws, and no value comes from nowhere', async () => {
  await fc.assert(
    fc.asyncProperty(table, answers, async (text, given) => {
      const { rows, detected } = await readLines(text, reference, given);
      const written = new Set(text.split(/[,\n]/).map((one) => one.trim().replace(/\s+/g, ' ')));
      for (const row of rows)
        for (const { value } of row.observations) {
          expect(value).toMatch(/^-?\d+(?:\.\d+)?$/);
          expect(written).toContain(row.written.trim());
        }
      // Whoever answers is asked in a form that can be shown and answered.
      for (const { message, options, constant } of detected.questions ?? []) {
        expect(message).not.toBe('');
        expect(new Set(options.map((option) => option.answer)).size).toBe(options.length);
        expect(constant || options.length > 0).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
}, 60_000);

it('the fingerprint does not depend on the answers', async () => {
  await fc.assert(
    fc.asyncProperty(table, answers, async (text, given) => {
      const [plain, answered] = [await readLines(text, reference), await readLines(text, reference, given)];
      if (plain.detected.questions !== null && answered.detected.questions === null)
        expect(answered.detected.fingerprint).toBe(plain.detected.fingerprint);
    }),
    { numRuns: 500 },
  );
}, 60_000);
