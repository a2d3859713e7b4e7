import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A version that is ready at once, and answers with the name of its build. */
const program = (name: string, metrics: string): string => `
const { createServer } = require('node:http');
const { env } = process;
const offset = Number(env.ORDERPROCESSING_SERVER_PORT_OFFSET);
const port = Number(env.ORDERPROCESSING_SERVER_PORT) + offset;
const adminPort = Number(env.ORDERPROCESSING_SERVER_ADMIN_PORT) + offset;
const answer = (_request, response) => response.end(${JSON.stringify(name)});
createServer(answer).listen(port, '127.0.0.1');
const startedAt = Date.now();
const metrics = (seconds) => ${metrics};
createServer((_request, response) => response.end(metrics((Date.now() - startedAt) / 1000)))
  .listen(adminPort, '127.0.0.1');
`;

/** The metrics of a gateway that answers ten orders a second, each after more than 5 s. */
export const slowOrders = `[
  'gateway_operations_total{type="mutation",outcome="ok"} ' + Math.floor(10 * seconds),
  'gateway_operation_duration_seconds_bucket{type="mutation",le="5"} 0',
  'gateway_operation_duration_seconds_count{type="mutation"} ' + Math.floor(10 * seconds),
].join('\\n')`;

/** A folder that `release --build` takes for a build, with this program in it. */
export function writeBuild(folder: string, name: string, text: string): string {
  const build = path.join(folder, name);
  mkdirSync(path.join(build, 'dist/cli'), { recursive: true });
  writeFileSync(path.join(build, 'dist/cli/orderprocessing.js'), text);
  return build;
}

/** A build that stands in for a shop. @param metrics the text of its metrics, as an expression. */
export const writeStubBuild = (folder: string, name: string, metrics = "''"): string =>
  writeBuild(folder, name, program(name, metrics));
