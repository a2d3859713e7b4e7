import { defineConfig } from 'vitest/config';
import whole from '../../vitest.config.mts';

/** The suites of what is mutated, none of which needs a server. */
const suites = [
  'access/*.test.ts',
  'gateway/operation/{cost,counted-in-memory,rate-quotas}.test.ts',
  'subgraphs/{inventory,orders}/domain/*.test.ts',
  'subgraphs/orders/readme.test.ts',
];

export default defineConfig({
  resolve: { alias: whole.resolve?.alias },
  test: {
    include: suites,
    env: { APOLLO_TELEMETRY_DISABLED: 'true', NODE_ENV: 'test' },
    // A mutant that never ends is stopped by Stryker.
    testTimeout: 10_000,
  },
});
