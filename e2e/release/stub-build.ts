import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A version that is ready at once, and answers with the name of its build. */
const program = (name: string): string => `
const { createServer } = require('node:http');
const { env } = process;
const offset = Number(env.ORDERPROCESSING_SERVER_PORT_OFFSET);
const port = Number(env.ORDERPROCESSING_SERVER_PORT) + offset;
const adminPort = Number(env.ORDERPROCESSING_SERVER_ADMIN_PORT) + offset;
const answer = (_request, response) => response.end(${JSON.stringify(name)});
createServer(answer).listen(port, '127.0.0.1');
createServer((_request, response) => response.end('')).listen(adminPort, '127.0.0.1');
`;

/** A folder that `release --build` takes for a build, with this program in it. */
export function writeBuild(folder: string, name: string, text: string): string {
  const build = path.join(folder, name);
  mkdirSync(path.join(build, 'dist/cli'), { recursive: true });
  writeFileSync(path.join(build, 'dist/cli/orderprocessing.js'), text);
  return build;
}

/** A build that stands in for a shop. */
export const writeStubBuild = (folder: string, name: string): string =>
  writeBuild(folder, name, program(name));
