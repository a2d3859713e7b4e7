// What is mutated, and by which tests it is judged: npm run test:mutation.
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tools/test/mutation-suites.config.mts', related: false },
  mutate: [
    'access/*.ts',
    'gateway/operation/{cost,rate-limit}.ts',
    'subgraphs/{inventory,orders}/domain/*.ts',
    '!**/*.test.ts',
  ],
  coverageAnalysis: 'perTest',
  // What runs when a module is loaded would need every suite again, and takes half of the time.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['json', 'clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: false },
  jsonReporter: { fileName: '.data/mutation/report.json' },
  // The copies that are mutated: git does not see them, and no suite is looked for in them.
  tempDirName: '.data/mutation/copies',
  ignorePatterns: ['/dist', '!/dist/pages', '/.data', '/bench/results', '/docs', '/e2e', '/web'],
  allowEmpty: false,
  disableTypeChecks: false,
};
