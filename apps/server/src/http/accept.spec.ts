import { AppError } from '#contract';
import { negotiate, type Offer, parseAccept } from './accept.js';

const offers: readonly Offer<string>[] = [
  { format: 'json', types: ['application/json'] },
  { format: 'csv', types: ['text/csv'] },
  {
    format: 'sdmx',
    types: ['application/vnd.sdmx.data+csv', 'application/csv'],
    versions: ['2.0.0'],
  },
];

describe('an Accept header', () => {
  it('is read with parameters and qualities, quoted ones too', () => {
    expect(parseAccept('text/CSV;q=0.5, application/x; labels="a,b;c" ; q=2, nonsense')).toEqual([
      { type: 'text/csv', parameters: {}, quality: 0.5 },
      { type: 'application/x', parameters: { labels: 'a,b;c' }, quality: 1 },
    ]);
  });

  it.each([
    ['nothing said is the first', undefined, 'json'],
    ['an empty header too', '', 'json'],
    ['anything is the first', '*/*', 'json'],
    ['a browser gets the first', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'json'],
    ['a type', 'text/csv', 'csv'],
    ['a family', 'text/*', 'csv'],
    ['a named type before *', 'text/csv, */*', 'csv'],
    ['the higher quality', 'application/json;q=0.2, text/csv;q=0.9', 'csv'],
    ['a refused type is not taken by *', 'application/json;q=0, */*', 'csv'],
    ['the order among equals', 'text/csv, application/json', 'csv'],
    ['another name', 'application/csv', 'sdmx'],
    ['a version', 'application/vnd.sdmx.data+csv;version=2.0.0', 'sdmx'],
    ['a version cut short', 'application/vnd.sdmx.data+csv;version=2.0', 'sdmx'],
    ['a version from which on any will do', 'application/vnd.sdmx.data+csv;version=1.5+.0', null],
    ['a major version from which on any will do', 'application/vnd.sdmx.data+csv;version=1+.0.0', 'sdmx'],
    ['another version', 'application/vnd.sdmx.data+csv;version=1.0.0', null],
    ['an unknown type', 'application/xml', null],
    ['an unknown type and a known one', 'application/xml, text/csv;q=0.1', 'csv'],
  ])('%s', (_what, header, format) => {
    if (format !== null) expect(negotiate(header, offers).format).toBe(format);
    else expect(() => negotiate(header, offers)).toThrow(AppError);
  });

  it('hands on the parameters of the range that chose', () => {
    expect(
      negotiate('application/vnd.sdmx.data+csv; version=2.0.0; labels=both', offers).parameters,
    ).toMatchObject({ labels: 'both' });
  });

  it('lists what there is where nothing fits', () => {
    try {
      negotiate('image/png', offers);
      throw new Error('nothing was thrown');
    } catch (error) {
      expect(error).toMatchObject({ code: 'not-acceptable' });
      expect((error as AppError).errors.map(({ message }) => message)).toEqual([
        'application/json',
        'text/csv',
        'application/vnd.sdmx.data+csv;version=2.0.0',
      ]);
    }
  });
});
