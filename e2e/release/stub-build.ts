import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepAliveMs } from '../../gateway/http/limits';

/** What a build does that stands in for a shop; expressions and statements of its program. */
export interface StubBehavior {
  /** The text of its metrics so many `seconds` after its start. */
  readonly metrics?: string;
  /** Its answer at /graphql. */
  readonly graphql?: string;
  /** A fault, run once at the start. */
  readonly fault?: string;
  /** How long it takes to answer at /order. */
  readonly orderMs?: number;
}

/** A version that is ready at once, and answers with the name of its build. */
const program = (name: string, { metrics, graphql, fault, orderMs }: StubBehavior) => `
const { createServer } = require('node:http');
const { env } = process;
const offset = Number(env.ORDERPROCESSING_SERVER_PORT_OFFSET);
const port = Number(env.ORDERPROCESSING_SERVER_PORT) + offset;
const adminPort = Number(env.ORDERPROCESSING_SERVER_ADMIN_PORT) + offset;
const name = ${JSON.stringify(name)};
${fault ?? ''}
const answer = ({ url }, response) => {
  const text = url === '/graphql' ? ${graphql ?? 'name'} : name;
  setTimeout(() => response.end(text), url === '/order' ? ${orderMs ?? 0} : 0);
};
// It keeps idle connections for longer than HAProxy, as gateways do: a request that meets a server
// which closes its connection is lost.
const server = createServer({ keepAliveTimeout: ${keepAliveMs} }, answer);
server.listen(port, '127.0.0.1');
// It answers what has arrived before it ends, like a gateway.
process.once('SIGTERM', () => server.close(() => process.exit()));
const startedAt = Date.now();
const metrics = (seconds) => ${metrics ?? "''"};
createServer((_request, response) => response.end(metrics((Date.now() - startedAt) / 1000)))
  .listen(adminPort, '127.0.0.1');
`;

/** The metrics of a gateway that answers ten orders a second, each after more than 5 s. */
export const slowOrders: StubBehavior = {
  metrics: `[
  'gateway_operations_total{type="mutation",outcome="ok"} ' + Math.floor(10 * seconds),
  'gateway_operation_duration_seconds_bucket{type="mutation",le="5"} 0',
  'gateway_operation_duration_seconds_count{type="mutation"} ' + Math.floor(10 * seconds),
].join('\\n')`,
};

/** A shop with one product at this price. */
export function priced(amount: string): StubBehavior {
  const product = { sku: 'A-1', price: { amount, currency: 'EUR' } };
  const quote = { __typename: 'Quote', total: { amount: '23.98' } };
  const answer = { data: { products: { nodes: [product] }, product, quote } };
  return { graphql: JSON.stringify(JSON.stringify(answer)) };
}

/** One whose metrics report a leak of 20 MB a second. */
export const leaking: StubBehavior = {
  metrics: "'process_resident_memory_bytes ' + Math.floor(3e8 + 2e7 * seconds)",
};

/** One whose event loop is blocked for 400 ms of every 2 s. */
export const blocking: StubBehavior = {
  fault: `
const delays = require('node:perf_hooks').monitorEventLoopDelay({ samplePerIteration: true });
delays.enable();
setInterval(() => {
  const endsAt = Date.now() + 400;
  while (Date.now() < endsAt);
}, 2_000);
const longestSeconds = () => {
  const seconds = delays.max / 1e9;
  delays.reset();
  return seconds;
};`,
  metrics: `'event_loop_delay_seconds{figure="max"} ' + longestSeconds()`,
};

/** One that keeps orders waiting for 5 s, that none of its metrics report. */
export const lateOrders: StubBehavior = { orderMs: 5_000 };

/** A folder that `release --build` takes for a build, with this program in it. */
export function writeBuild(folder: string, name: string, text: string): string {
  const build = path.join(folder, name);
  mkdirSync(path.join(build, 'dist/cli'), { recursive: true });
  writeFileSync(path.join(build, 'dist/cli/orderprocessing.js'), text);
  return build;
}

/** A build that stands in for a shop. */
export const writeStubBuild = (folder: string, name: string, behavior: StubBehavior = {}): string =>
  writeBuild(folder, name, program(name, behavior));
