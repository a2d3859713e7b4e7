import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const require = createRequire(import.meta.url);

// Vitest would otherwise load the ESM build of a package and the CommonJS one of its dependants,
// and graphql refuses to work with two copies of itself.
const singleCopy = [
  'graphql',
  'graphql-shield',
  'graphql-middleware',
  'type-graphql',
  '@apollo/subgraph',
  '@apollo/gateway',
  '@apollo/server',
  '@graphql-tools/utils',
  'graphql-rate-limit-directive',
  'graphql-scalars',
  'stripe',
];

const neverTests = [
  '**/node_modules/**',
  '**/dist/**',
  '**/.data/**',
  // They run where it is a subgraph: e2e/new-subgraph/new-subgraph.long.test.ts.
  'examples/reviews/**',
];

// These need no server, so that they answer at once.
const workshopTests = [
  'tools/check/commit-subjects.test.ts',
  'tools/architecture/import-graph.test.ts',
  'cli/security/locked-packages.test.ts',
  'tools/architecture/migrations.test.ts',
  'tools/test/{alone,importers,long-record,never-again,mutation-record,outcome,parts,refuse-empty-tables,unstable-record}.test.ts',
  'tools/release/*.test.ts',
  'config/subgraphs.test.ts',
  'docs/**/*.test.ts',
  'ops/testing/{k6,pipelines}.test.ts',
  'contract/**/*.test.ts',
];
const wallTests = ['tools/architecture/walls.test.ts'];
const expressionTests = ['tools/architecture/safe-expressions.test.ts'];
const longTests = ['**/*.long.test.ts'];
const journeys = ['e2e/**/*.test.ts'];
/** Files with a process of their own. */
const alone = (require('./tools/test/alone.json') as { files: string[] }[])
  .flatMap(({ files }) => files)
  .map((file) => (file.endsWith('/') ? `${file}**/*.test.ts` : file));
const globalSetup = ['platform/testing/global-setup.ts'];

const project = (name: string, include: string[], exclude: string[], setup: string[]) => ({
  extends: true as const,
  test: { name, include, exclude: [...neverTests, ...exclude], globalSetup: setup },
});

const notHere = [...workshopTests, ...wallTests, ...expressionTests, ...longTests];

/**
 * Files of a worker share the modules that they import. Otherwise each loads all of them again,
 * which takes a second of CPU; the tests themselves take half of one. So a test must leave no state
 * in a module: alone.json has those that do.
 */
const sharing = (...given: Parameters<typeof project>) => {
  const { extends: all, test } = project(...given);
  return { extends: all, test: { ...test, isolate: false } };
};

/** Limits of suites that start shops, which only keep them from hanging, too. */
const patient = ({ extends: all, test }: ReturnType<typeof project>) => ({
  extends: all,
  test: { ...test, testTimeout: 360_000, hookTimeout: 240_000 },
});

const seconds = require('./tools/test/seconds.json') as Readonly<Record<string, number>>;

/** The last one has the shortest files, so that all workers end at about the same time. */
const sharingProjects = ['workshop', 'journeys', 'shared'];

/** A suite of one process that takes longer mostly waits, and leaves its core to others. */
const waitingSecondsMin = 5;
/** The part of the others among which those that wait begin, so that none of them ends last. */
const spreadOver = 0.8;

/** Begun one after the other, those that wait would take all workers, and the cores would be idle. */
function spread<File>(files: readonly File[], secondsOf: (file: File) => number): File[] {
  const waiting = files.filter((file) => secondsOf(file) >= waitingSecondsMin);
  const others = files.filter((file) => secondsOf(file) < waitingSecondsMin);
  const step = Math.ceil((others.length * spreadOver) / waiting.length);
  const groups = waiting.map((file, at) => [file, ...others.slice(at * step, (at + 1) * step)]);
  return [...groups.flat(), ...others.slice(waiting.length * step)];
}

/**
 * Some suites take a minute where others take a second: begun last, one would run alone. Files that
 * share modules come after all others, one project after the other: Vitest ends a shared worker
 * once the next file in its queue is not one of its project.
 */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const secondsOf = ({ moduleId }: TestSpecification) =>
      seconds[moduleId.slice(import.meta.dirname.length + 1)] ?? 0;
    const groupOf = ({ project: { name, config } }: TestSpecification) =>
      config.isolate ? -1 : sharingProjects.indexOf(name);
    const sorted = await super.sort(files);
    const ordered = sorted.toSorted(
      (one, other) => groupOf(one) - groupOf(other) || secondsOf(other) - secondsOf(one),
    );
    const last = sharingProjects.length - 1;
    return [
      ...ordered.filter((file) => groupOf(file) < last),
      ...spread(
        ordered.filter((file) => groupOf(file) === last),
        secondsOf,
      ),
    ];
  }
}

export default defineConfig({
  resolve: {
    alias: [
      ...singleCopy.map((name) => ({
        find: new RegExp(`^${name}$`),
        replacement: require.resolve(name),
      })),
      // The examples import it by this name.
      { find: '@orderprocessing/client', replacement: require.resolve('./client/src/index.ts') },
      // Its checker in plain JavaScript: the other one starts a program and waits for it.
      { find: /^recheck$/, replacement: 'recheck/lib/browser.js' },
    ],
  },
  test: {
    // Suites share two cores with the servers that they start, and wait for them half of the time:
    // with four of them a sixth of the cores was idle.
    maxWorkers: 6,
    setupFiles: ['tools/test/refuse-empty-tables.ts'],
    sequence: { sequencer: SlowestFirst },
    provide: {
      isLongRun: process.env.TEST_LONG === 'true',
      instances: Number(process.env.TEST_INSTANCES ?? 1),
      shardDatabases: Number(process.env.TEST_ORDER_DATABASES ?? 1),
    },
    // They only keep a test from hanging, also on a machine that does much else.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    env: { APOLLO_TELEMETRY_DISABLED: 'true', NODE_ENV: 'test' },
    projects: [
      sharing('workshop', workshopTests, [], []),
      project('walls', wallTests, [], []),
      project('regex', expressionTests, [], []),
      project('alone', alone, notHere, globalSetup),
      patient(sharing('journeys', journeys, [...notHere, ...alone], globalSetup)),
      sharing('shared', ['**/*.test.ts'], [...notHere, ...journeys, ...alone], globalSetup),
      patient(project('long', longTests, [], globalSetup)),
    ],
  },
});
