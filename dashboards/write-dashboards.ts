/** Writes each dashboard's JSON beside its source; run from the project's folder after a build. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { overview } from './overview.js';
import { dashboardText } from './dashboard-text.js';

writeFileSync(join(process.cwd(), 'dashboards', 'overview.json'), dashboardText(overview()));
