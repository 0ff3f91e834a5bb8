import type { Understood } from '#contract';
import { imports as words } from './import-messages.zh';
import { answersOf, changeableFields, ownText, type AskedField } from './layout-answers';

const period: AskedField = {
  field: 'time_period',
  message: '哪一列是时期？',
  options: [{ answer: 'column:2', label: 'B 列' }],
  constant: true,
  otherwise: null,
};
const sheet: AskedField = { ...period, field: 'sheet', constant: false };

describe('the answers of a form', () => {
  it('are none until every question has one', () => {
    expect(answersOf([period, sheet], {})).toBeNull();
    expect(answersOf([period, sheet], { time_period: { answer: 'column:2', text: '' } })).toBeNull();
    expect(
      answersOf([period, sheet], {
        time_period: { answer: 'column:2', text: '' },
        sheet: { answer: '表一', text: '' },
      }),
    ).toEqual({ time_period: 'column:2', sheet: '表一' });
  });

  it('say a text of one’s own as a constant, and wait for it', () => {
    expect(answersOf([period], { time_period: { answer: ownText, text: ' ' } })).toBeNull();
    expect(answersOf([period], { time_period: { answer: ownText, text: ' 2025年 ' } })).toEqual({
      time_period: 'constant:2025年',
    });
  });

  it('leave out what stays as it is read now', () => {
    const optional = { ...period, otherwise: '照现在' };
    expect(answersOf([optional], {})).toEqual({});
    expect(answersOf([optional], { time_period: { answer: ownText, text: '' } })).toBeNull();
  });
});

describe('what may be changed of a layout', () => {
  const understood: Understood = {
    sheets: ['表一', '表二'],
    sheet: '表二',
    titles: [{ line: 1, text: '主要指标' }],
    header: { first: 2, last: 3 },
    fields: [
      { field: 'indicator', place: 'column:1', text: '指标' },
      { field: 'ref_area', place: 'constant:西安市', text: '西安市' },
      { field: 'time_period', place: 'row:2', text: '2019年' },
      { field: 'obs_value', place: 'column:40', text: '' },
    ],
    notes: [],
    profile: null,
  };
  const changeable = (layout: string, of: Understood) =>
    changeableFields({ layout, understood: of }, words, (_field, value) => value);
  const fields = changeable('periods-across', understood);
  const of = (name: string) => fields.find(({ field }) => field === name);

  it('says how each field is read now', () => {
    expect(fields.map(({ field, otherwise }) => [field, otherwise])).toEqual([
      ['sheet', '照现在：表二'],
      ['header', '照现在：第 2 行'],
      ['indicator', '照现在：A 列“指标”'],
      ['ref_area', '照现在：整个文件都是“西安市”'],
      ['time_period', '照现在：第 2 行“2019年”'],
      ['obs_value', '照现在：AN 列'],
      ['unit', '照看到的'],
    ]);
  });

  it('offers columns with their header where it is known, the lines of the header, the sheets', () => {
    expect(of('unit')?.options[0]).toEqual({ answer: 'column:1', label: 'A 列“指标”' });
    expect(of('unit')?.options.map(({ answer }) => answer)).toEqual(
      expect.arrayContaining(['column:26', 'column:40', 'row:1', 'row:2', 'row:3']),
    );
    expect(of('unit')?.options.find(({ answer }) => answer === 'row:1')?.label).toBe('第 1 行“主要指标”');
    expect(of('obs_value')?.options.some(({ answer }) => answer.startsWith('row:'))).toBe(false);
    expect(of('sheet')?.options).toHaveLength(2);
    expect(of('header')?.options[0]?.label).toBe('第 1 行 主要指标');
  });

  it('asks for no sheet where there is but one', () => {
    const text = changeable('periods-across', { ...understood, sheets: [], sheet: null });
    expect(text.some(({ field }) => field === 'sheet')).toBe(false);
  });

  it('leaves columns alone that a format names', () => {
    expect(changeable('long', understood).map(({ field }) => field)).toEqual(['sheet', 'header']);
    expect(changeable('sdmx-csv-1.0', understood).map(({ field }) => field)).toEqual(['sheet']);
  });
});
