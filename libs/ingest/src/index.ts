export { readSeeds } from './seeds/read-seeds.js';
export type { SeedFault } from './seeds/seed-reading.js';
export { checkCatalogue } from './seeds/check-catalogue.js';
export type { CatalogueFault, CataloguePath } from './seeds/check-catalogue.js';
export { importFile, type ImportContext, type Upload } from './import-file.js';
export { rejectionsCsv } from './rejections-csv.js';
export { loadSeeds, loadSeedsOnce, type LoadedSeeds } from './seeds/load-seeds.js';
