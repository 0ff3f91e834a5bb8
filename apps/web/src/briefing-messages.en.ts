/** What the pages of briefings say in English. */
import type * as zh from './briefing-messages.zh';

export const briefings: typeof zh.briefings = {
  title: 'Briefings',
  note: "A month or a quarter at a time: which verdicts changed, which targets are behind, what each organisation owes and what falls due next. By what was known at the period's end.",
  latest: 'Latest',
  latestMonth: (period) => `Briefing of ${period}`,
  year: (year) => String(year),
  years: 'Years',
  earlierYear: (year) => `${year} (the year before)`,
  laterYear: (year) => `${year} (the year after)`,
  quarters: 'Quarters',
  months: 'Months',
  running: 'running',
  notBegun: 'to come',
};

export const briefing: typeof zh.briefing = {
  all: 'All briefings',
  tools: 'Turn, print and download',
  previous: (period) => `Previous: ${period}`,
  next: (period) => `Next: ${period}`,
  print: 'Print',
  pdf: 'Download PDF',
  word: 'Download Word (to edit)',
  making: 'The file is being made; this takes some seconds',
  contents: 'Contents',
  chartFailed: 'The chart did not load.',
  retry: 'Try again',
};
