import { availableParallelism } from 'node:os';

// Four projects by suffix: pure, on a database, over HTTP, in a browser (design: tests by suffix).
const base = {
  rootDir: import.meta.dirname ?? '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};
// One Postgres for the whole run; every file has a database of its own in it.
const onCluster = {
  globalSetup: '<rootDir>/libs/storage/test/cluster-setup.mjs',
  globalTeardown: '<rootDir>/libs/storage/test/cluster-teardown.mjs',
};
const project = (displayName, testMatch, extra = {}) => ({ ...base, displayName, testMatch, ...extra });

export default {
  // Jest leaves one core to itself, which on two would halve them; half of the time the tests wait for Postgres.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // A net for what never comes, not a measure: tests wait for conditions, and a busy machine may take its time.
  testTimeout: 120_000,
  projects: [
    project('unit', ['<rootDir>/{apps,libs,seeds,dashboards,scripts}/**/!(*.db).spec.ts']),
    project('db', ['<rootDir>/{apps,libs}/**/*.db.spec.ts'], onCluster),
    project('e2e', ['<rootDir>/apps/*/test/**/*.e2e-spec.ts'], onCluster),
    project('browser', ['<rootDir>/apps/*/test/**/*.browser-spec.ts'], {
      ...onCluster,
      globalSetup: '<rootDir>/apps/server/test/browser-setup.mjs',
    }),
  ],
};
