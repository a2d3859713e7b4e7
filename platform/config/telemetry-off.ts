import Module, { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';

/**
 * Must be imported before @apollo/gateway: without it that package opens an exporter to its maker
 * and probes the metadata addresses of cloud providers.
 */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

/**
 * What the package loads for its telemetry, which does not run here: 858 modules, which take a third
 * of a second of CPU at each start.
 */
const unused = [
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/resource-detector-alibaba-cloud',
  '@opentelemetry/resource-detector-aws',
  '@opentelemetry/resource-detector-azure',
  '@opentelemetry/resource-detector-gcp',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/semantic-conventions/incubating',
];

const ofGateway = createRequire(require.resolve('@apollo/gateway'));

/** The file of a package that the gateway loads, by the packages that lead to it. */
const fileOf = (...names: readonly string[]): string =>
  names.reduce(
    (from, name) => createRequire(from).resolve(name),
    require.resolve('@apollo/gateway'),
  );

type Fetch = (...request: readonly unknown[]) => unknown;

/** The HTTP client of a data source that is not ours: 158 modules, loaded at its first request. */
const lateFetch = {
  defaults(...options: readonly unknown[]): Fetch {
    let fetch: Fetch | null = null;
    return (...request) => {
      fetch ??= ofGateway('make-fetch-happen').defaults(...options) as Fetch;
      return fetch(...request);
    };
  },
};

/** What it gets in place of packages: the same results, for fewer modules. */
const standIns = new Map<string, unknown>([
  ...unused.map((name) => [fileOf(name), {}] as const),
  [fileOf('make-fetch-happen'), lateFetch],
  // It compares conditions of @skip and @include: booleans, and names of variables.
  [fileOf('@apollo/query-planner', '@apollo/query-graphs', 'deep-equal'), isDeepStrictEqual],
]);

for (const [file, contents] of standIns) {
  const standIn = new Module(file);
  Object.assign(standIn, { exports: contents, loaded: true });
  require.cache[file] = standIn;
}
require('@apollo/gateway');
// Other importers get the packages themselves.
for (const file of standIns.keys()) delete require.cache[file];
