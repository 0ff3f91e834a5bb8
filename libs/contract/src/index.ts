export * from './access.js';
export * from './alerts.js';
export * from './catalogue.js';
export * from './grafana.js';
export * from './imports.js';
export * from './observations.js';
export * from './problem.js';
export * from './verdict.js';
