import { parseSeriesKey, seriesKeyText, type SeriesKey } from './series.js';

const years = {
  indicator: 'rail_travel_time',
  area: '610100',
  frequency: 'A',
  accumulation: 'period',
} as const;

it.each<[SeriesKey, string]>([
  [{ ...years, breakdown: {} }, 'rail_travel_time|610100|A|period|'],
  [
    { ...years, frequency: 'M', accumulation: 'yearToDate', breakdown: { to: '510100', from: '610100' } },
    'rail_travel_time|610100|M|yearToDate|from=610100;to=510100',
  ],
])('%j is named by a text from which it can be read again', (key, text) => {
  expect(seriesKeyText(key)).toBe(text);
  expect(parseSeriesKey(text)).toEqual(key);
});
