export { readSeeds } from './seeds/read-seeds.js';
export type { SeedFault } from './seeds/seed-reading.js';
export { checkCatalogue } from './seeds/check-catalogue.js';
export type { CatalogueFault, CataloguePath } from './seeds/check-catalogue.js';
