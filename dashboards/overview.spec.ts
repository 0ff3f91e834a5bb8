import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '#contract';
import { dashboardText } from './dashboard-text.js';
import { overview } from './overview.js';
import { statuses } from './statuses.js';

const text = readFileSync(join(process.cwd(), 'dashboards', 'overview.json'), 'utf8');

describe('overview.json', () => {
  it('is what overview.ts produces (npm run dashboards writes it)', () => {
    expect(text).toBe(dashboardText(overview()));
  });

  it('has no two panels of one number, and none that overlap', () => {
    const { panels } = overview();
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBe(24);
  });

  it('asks nothing of the world outside', () => {
    expect(text).not.toMatch(/https?:/);
  });

  it('colours every status there is', () => {
    expect(statuses.map(({ code }) => code).toSorted()).toEqual(status.options.toSorted());
  });
});
