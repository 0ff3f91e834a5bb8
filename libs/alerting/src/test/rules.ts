import type { Rule } from '../rule.js';

/** A slip to off track, told at once and resolved at once. */
export const slipRule: Rule = {
  name: 'slip',
  version: 1,
  enabled: true,
  condition: { kind: 'statusWorsens', level: 'offTrack' },
  matchers: [],
  for: { sweeps: 0 },
  noDataFor: { sweeps: 2 },
  keepFiring: { sweeps: 0 },
  severity: 'warning',
  texts: {
    zh: { summary: '{{target}}由“{{before}}”转为“{{now}}”', description: '责任单位：{{organisation}}。' },
    en: { summary: '{{target}}: {{before}} → {{now}}', description: 'Responsible: {{organisation}}.' },
  },
};
