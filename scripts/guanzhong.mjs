// `npm run guanzhong -- COMMAND`: builds what is out of date, saying nothing (output may be data), then runs the CLI.
import { build } from './build.mjs';

if (!build({ quiet: true })) process.exit(1);
await import('../dist/apps/cli/src/main.js');
