// Jest's globalTeardown: stops what cluster-setup.mjs started.
export { tearDownCluster as default } from './cluster-setup.mjs';
