import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * The lowest port of tests. All of them are below the ephemeral ports of outgoing connections,
 * because those may be taken between the check and the start of the server.
 */
const lowest = 10_000;
const portsPerWorker = 2_500;
const workersMax = 8;

/** Suites run in parallel, so each has its own range of ports. */
const worker = Number(process.env.VITEST_POOL_ID ?? 0) % workersMax;
const first = lowest + worker * portsPerWorker;
const beyond = first + portsPerWorker;
/** Browsers refuse to connect to this port, and so the configuration refuses it. */
const refused = 10_080;
const handedOut = new Set([refused]);

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A free port, different each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, beyond);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port)) return port;
  }
}

/** The first of two consecutive free ports. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (handedOut.has(port + 1) || !(await isFree(port + 1))) continue;
    handedOut.add(port + 1);
    return port;
  }
}
