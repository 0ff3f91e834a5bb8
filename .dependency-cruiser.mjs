// The walls of the house (README, "Map"). A library may import only what is named beside it.
const mayImport = {
  'time-period': [],
  contract: ['alerting', 'assessment', 'time-period'],
  configuration: [],
  assessment: ['time-period'],
  alerting: ['time-period'],
  storage: ['alerting', 'assessment', 'contract', 'time-period'],
  monitoring: ['alerting', 'assessment', 'contract', 'storage', 'time-period'],
  ingest: ['contract', 'monitoring', 'storage', 'time-period'],
};
const packagesOf = (names) => `node_modules/(${names.join('|')})/`;
const tests = '(\\.spec\\.ts$|/test/)';

export default {
  forbidden: [
    ...Object.entries(mayImport).map(([lib, others]) => ({
      name: `${lib}-imports`,
      comment: `${lib} may import ${others.length > 0 ? others.join(', ') : 'no other library'}.`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: tests },
      to: {
        // By the path of a file, or by the name that package.json gives a library's front door.
        path: '^((libs|apps)/|#)',
        pathNot: `^(libs/|#)(${[lib, ...others].join('|')})(/|$)`,
      },
    })),
    {
      name: 'front-door',
      comment: 'A library is entered by its index.ts only.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/', pathNot: tests },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'apps-apart',
      comment: 'An app never imports another app.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: tests },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'web-speaks-http',
      comment: 'The page knows the contract and nothing else of the house.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs/|#)', pathNot: '^(libs/|#)contract(/|$)' },
    },
    {
      name: 'pure-libraries',
      comment:
        'time-period, assessment and alerting depend on nothing, not even Node; but for the distributions of jstat.',
      severity: 'error',
      from: { path: '^libs/(time-period|assessment|alerting)/', pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: packagesOf(['jstat']) },
    },
    {
      name: 'no-nest-below-apps',
      comment: 'Nest is the server’s; libraries are plain functions.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: packagesOf(['@nestjs/[^/]+', 'rxjs', 'express']) },
    },
    {
      name: 'sql-in-storage',
      comment: 'Only libs/storage talks to the database.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/storage/', tests] },
      to: { path: packagesOf(['typeorm', 'pg', 'pg-copy-streams']) },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Files that need each other are one file.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
