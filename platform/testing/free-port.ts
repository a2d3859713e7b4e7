import { randomInt } from 'node:crypto';
import { isPortFree } from '../process/port';

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

const isFree = (port: number): Promise<boolean> => isPortFree('127.0.0.1', port);

/**
 * A free port, different each time. A server that is stopped and started again needs one: an
 * ephemeral port may be that of somebody's connection by then.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, beyond);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port)) return port;
  }
}

/** A free port, with others at these distances above it that are free, too, and of this suite. */
export async function freePortWith(...distances: readonly number[]): Promise<number> {
  for (;;) {
    const port = await freePort();
    const others = distances.map((distance) => port + distance);
    if (others.some((other) => other >= beyond || handedOut.has(other))) continue;
    if (!(await Promise.all(others.map(isFree))).every(Boolean)) continue;
    for (const other of others) handedOut.add(other);
    return port;
  }
}
