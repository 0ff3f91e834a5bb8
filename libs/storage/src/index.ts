export { canonicalJson } from './canonical-json.js';
export * from './bench-peers.js';
export * from './database.js';
export * from './queries/access.js';
export * from './queries/alerts.js';
export * from './queries/assessments.js';
export * from './queries/catalogue.js';
export * from './queries/deliveries.js';
export * from './queries/imports.js';
export * from './queries/merge.js';
export * from './queries/observations.js';
export * from './queries/slots.js';
export * from './queries/targets.js';

export { openCommandDatabase, openServiceDatabase, type DatabasePlace } from './embedded/service-database.js';
export { newSecret, secretHash } from './secret.js';
