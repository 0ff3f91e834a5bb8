import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '#contract';
import { type BuiltFile, builtFiles } from './built-files.js';
import { statuses } from './statuses.js';
import { schemaFaults } from './test/schema-faults.js';

const folder = join(process.cwd(), 'dashboards', 'built');
const files = builtFiles();
const ofEach = files.map((file) => [file.path, file] as const);

const panelsOf = ({ dashboard }: BuiltFile) =>
  (dashboard.panels ?? []).flatMap((panel) => ('panels' in panel ? [] : [panel]));

describe('the files of dashboards/built', () => {
  it('are what the code produces (npm run dashboards writes them), and no others', () => {
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
    expect(there).toEqual(files.map(({ path }) => join(folder, path)).toSorted());
    const stale = files.filter(({ path, text }) => readFileSync(join(folder, path), 'utf8') !== text);
    expect(stale.map(({ path }) => path)).toEqual([]);
  });

  it('are one for every dashboard, source and language, and have a uid of their own that Grafana accepts', () => {
    expect(files).toHaveLength(2 * (3 * 8 + 1));
    const uids = files.map(({ dashboard }) => dashboard.uid ?? '');
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[a-z-]{1,40}$/);
  });

  it.each(ofEach)('%s has panels of different numbers that fill lines and do not overlap', (_path, file) => {
    const panels = panelsOf(file);
    expect(panels.length).toBeGreaterThan(2);
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    const cells = panels.flatMap(({ gridPos }) => {
      const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('ask nothing of the world outside', () => {
    expect(files.filter(({ text }) => /https?:/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('are in one language: no Chinese in English files', () => {
    for (const { path, language, text } of files)
      if (language === 'en')
        expect({ path, chinese: text.match(/\p{Script=Han}+/gu) }).toEqual({ path, chinese: null });
  });

  it('link to dashboards that are there, of the same source and language', () => {
    const uids = new Set(files.map(({ dashboard }) => dashboard.uid));
    for (const { text, source, language } of files)
      for (const [, uid = ''] of text.matchAll(/"\/d\/([^?"]+)/g)) {
        expect(uids).toContain(uid);
        expect(uid.endsWith(`-${source}-${language}`)).toBe(true);
      }
  });

  it('colour every status there is', () => {
    expect(statuses.map(({ code }) => code).toSorted()).toEqual(status.options.toSorted());
  });
});

describe("Grafana's schema", () => {
  const right = files.find(({ path }) => path === 'json/zh/overview.json')?.text ?? '';
  const spoilt = {
    'a property that no panel has': right.replace('"gridPos":', '"gridPosition":'),
    'an option that the panel does not have': right.replace('"cellHeight":', '"rowHeights":'),
    'a value that is not allowed': right.replace('"cellHeight": "sm"', '"cellHeight": "tiny"'),
    'a setting that no field has': right.replace('"id": "custom.width"', '"id": "custom.breadth"'),
    'a misspelt property of the dashboard': right.replace('"timezone":', '"timeZone":'),
  };
  // One compilation for all of them.
  const texts = { ...Object.fromEntries(files.map(({ path, text }) => [path, text])), ...spoilt };
  const faults = schemaFaults(
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.parse(text)])),
  );

  it('has nothing against any dashboard', () => {
    const names = Object.keys(spoilt);
    expect(faults.filter((fault) => !names.some((name) => fault.startsWith(name)))).toEqual([]);
  });

  it.each(Object.entries(spoilt))('catches %s', (name, text) => {
    expect(text).not.toBe(right);
    expect(faults.filter((fault) => fault.startsWith(name)).length).toBeGreaterThan(0);
  });
});
