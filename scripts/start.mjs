// `npm start`: builds what is out of date, then becomes the service.
import { build } from './build.mjs';

if (!build()) process.exit(1);
await import('../dist/apps/server/src/main.js');
