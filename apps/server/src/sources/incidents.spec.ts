import type { StoredSource } from '#storage';
import { type IncidentChange, changesAfterLook, isSilent } from './incidents.js';

const since = '2026-11-01T00:00:00.000Z';
const source: StoredSource = {
  settings: {
    name: 'bureau',
    kind: 'folder',
    path: '/srv/bureau',
    quietSeconds: 10,
    cron: '@daily',
    organisation: null,
    onError: 'reject',
    silentAfterDays: 30,
    enabled: true,
  },
  watchedSince: new Date(since),
  claimedUntil: new Date(since),
  leasedUntil: null,
  lastRunAt: null,
  lastOutcome: null,
  lastError: null,
  lastNewAt: null,
  consecutiveFailures: 0,
  lastImport: null,
  etag: null,
  lastModified: null,
  contentSha256: null,
  incidents: [],
};
/** Something came lately. */
const heard = { lastNewAt: new Date('2026-12-14T00:00:00Z') };

const at = (instant: string) => ({ now: new Date(instant), timeZone: 'Asia/Shanghai' });

type Kind = IncidentChange['kind'];
const open = (...kinds: Kind[]) => kinds.map((kind) => ({ kind, since }));
const file = { file: 'metro.csv', refusedRows: 1, why: '1 处不合要求' };
const failed = { outcome: 'failed', broughtNew: false, refused: null } as const;
const idle = { ...failed, outcome: 'nothingNew' } as const;
const refused = { ...idle, outcome: 'refused', refused: file } as const;
const imported = { ...idle, outcome: 'imported', broughtNew: true } as const;

describe('changesAfterLook', () => {
  it.each<[string, Partial<StoredSource>, Parameters<typeof changesAfterLook>[1], string[]]>([
    ['one failure may be a short outage', {}, failed, []],
    ['the second in a row is told', { consecutiveFailures: 1 }, failed, ['failing begins']],
    ['the third is known', { consecutiveFailures: 2, incidents: open('failing') }, failed, []],
    ['any look that does not fail ends it', { incidents: open('failing') }, idle, ['failing ends']],
    ['a refused file is told at once', {}, refused, ['refused begins']],
    ['a second one is the same trouble', { incidents: open('refused') }, refused, []],
    ['an empty folder mends no refused file', { incidents: open('refused') }, idle, []],
    ['a good file does', { incidents: open('refused') }, imported, ['refused ends']],
    [
      'a good file beside a refused one does not',
      { incidents: open('refused') },
      { ...refused, broughtNew: true },
      [],
    ],
    ['something new ends the silence', { incidents: open('silent') }, imported, ['silent ends']],
    ['nothing new does not', { incidents: open('silent'), lastNewAt: null }, idle, []],
    ['nothing new for too long begins it', { lastNewAt: null }, idle, ['silent begins']],
    ['a higher limit ends it', { incidents: open('silent') }, idle, ['silent ends']],
    [
      'a look may end several',
      { incidents: open('failing', 'refused', 'silent') },
      imported,
      ['failing ends', 'refused ends', 'silent ends'],
    ],
    [
      'what failed beside a refused file is both',
      { consecutiveFailures: 1 },
      { ...failed, refused: file },
      ['failing begins', 'refused begins'],
    ],
  ])('%s', (_case, own, end, changes) => {
    const made = changesAfterLook({ ...source, ...heard, ...own }, end, at('2026-12-15T00:00:00Z'));
    expect(made.map(({ kind, begins }) => `${kind} ${begins ? 'begins' : 'ends'}`)).toEqual(changes);
  });
});

describe('isSilent', () => {
  it.each<[string, Partial<StoredSource>, string, boolean]>([
    ['to the day it is not yet', {}, '2026-12-01T15:59:59.999Z', false],
    ['from the midnight after it is', {}, '2026-12-01T16:00:00.000Z', true],
    ['data counts anew', { lastNewAt: new Date('2026-11-20T00:00:00Z') }, '2026-12-15T00:00:00Z', false],
    [
      'being set up anew counts too',
      { lastNewAt: new Date('2025-01-01T00:00:00Z') },
      '2026-11-15T00:00:00Z',
      false,
    ],
    [
      'without a limit never',
      { settings: { ...source.settings, silentAfterDays: null } },
      '2030-01-01T00:00:00Z',
      false,
    ],
    ['disabled never', { settings: { ...source.settings, enabled: false } }, '2030-01-01T00:00:00Z', false],
  ])('%s', (_case, own, now, silent) => {
    expect(isSilent({ ...source, ...own }, at(now))).toBe(silent);
  });
});
