import { pageLinks } from './paging.js';

describe('links between pages', () => {
  it.each([
    [0, 10, 25, 'first 0, next 10, last 20'],
    [10, 10, 25, 'first 0, prev 0, next 20, last 20'],
    [20, 10, 25, 'first 0, prev 10, last 20'],
    [5, 10, 25, 'first 0, prev 0, next 15, last 20'],
    [0, 10, 0, 'first 0, last 0'],
    [0, 10, 10, 'first 0, last 0'],
  ])('offset %i, limit %i of %i', (offset, limit, total, expected) => {
    const links = pageLinks('/api/v1/observations?area=610100,610000&offset=3', { offset, limit }, total);
    expect(
      links
        .split(', <')
        .map((link) => link.replace(/^<?.*offset=(\d+).*rel="(.*)"$/, '$2 $1'))
        .join(', '),
    ).toBe(expected);
    expect(links).toContain('</api/v1/observations?area=610100%2C610000&offset=0&limit=10>; rel="first"');
  });
});
