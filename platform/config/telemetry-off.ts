import { registerHooks } from 'node:module';

/**
 * Must be imported before @apollo/gateway: without it that package opens an exporter to its maker
 * and probes the metadata addresses of cloud providers.
 */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

/**
 * What the package loads for its telemetry, which does not run here: 858 modules, which take a third
 * of a second of CPU at each start. Its HTTP client stays: a data source without one of ours uses it.
 */
const unused = new Set([
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/resource-detector-alibaba-cloud',
  '@opentelemetry/resource-detector-aws',
  '@opentelemetry/resource-detector-azure',
  '@opentelemetry/resource-detector-gcp',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/semantic-conventions/incubating',
]);

const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    unused.has(specifier) && context.parentURL?.includes('/@apollo/gateway/')
      ? { url: 'node:util', format: 'builtin', shortCircuit: true }
      : next(specifier, context),
});
// A hook costs each later import, so it ends once the package is loaded.
require('@apollo/gateway');
hooks.deregister();
