import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { readTlsFiles } from '../../platform/remote/tls';
import { msPerSecond } from '../../platform/values/time';
import { closedLoop } from '../../testing/load/closed-loop';
import { secondsOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Scenario } from '../scenario';
import {
  nodeHttps,
  ownWire,
  type TransportClient,
  undiciDispatch,
  undiciRequest,
} from '../transport/clients';

/** Sizes of a typical entity fetch. */
const requestBody = JSON.stringify({ query: 'q'.repeat(400), variables: { a: 'v'.repeat(200) } });
const answerBytes = 1_024;
const callers = 16;
const warmUpMs = 1_000;
const rounds = 3;
const serverArgument = '--transport-server';

/**
 * A process that responds at once with fixed bytes, so that its work does not affect the figures.
 */
function serve(folder: string): void {
  const identity = readTlsFiles(tlsFilesOf(folder, 'service'));
  const answer = Buffer.alloc(answerBytes, 'x');
  const tls = { ...identity, requestCert: true, rejectUnauthorized: true };
  const server = createServer(tls, (incoming, response) => {
    incoming.resume();
    incoming.once('end', () => response.end(answer));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.once('disconnect', () => process.exit());
}

async function measured(client: TransportClient, durationMs: number): Promise<Row> {
  const call = async () => {
    const body = await client.call(requestBody, new AbortController().signal);
    return body.length === answerBytes ? 'answered' : 'broken';
  };
  await closedLoop(callers, warmUpMs, call);
  const before = process.cpuUsage();
  const sample = await closedLoop(callers, durationMs, call);
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / msPerSecond / sample.latenciesMs.length;
  return { ...rowOf(client.name, sample), cpuMs: { ours: cpuMs } };
}

async function run(seconds: number, log: Log): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'transport-'));
  await makeCertificates(folder, ['service', 'gateway']);
  const child = fork(__filename, [serverArgument, folder]);
  try {
    const [port] = (await once(child, 'message')) as [number];
    const tls = readTlsFiles(tlsFilesOf(folder, 'gateway'));
    const target = { port, servername: 'service', tls };
    const rows: Row[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const make of [nodeHttps, undiciRequest, undiciDispatch, ownWire]) {
        const client = make(target);
        const row = await measured(client, (seconds * msPerSecond) / rounds);
        client.close();
        rows.push({ ...row, name: `${row.name}, round ${round}` });
        log(`${row.name}: ${((row.cpuMs?.ours ?? 0) * msPerSecond).toFixed(0)} µs of CPU per call`);
      }
    }
    return rows;
  } finally {
    child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The caller's cost of a call between two processes over mutual TLS, by client library. */
export const transport: Scenario = {
  name: 'transport',
  measures: 'the cost of a call between two processes for the caller, by client library',
  options: { seconds: secondsOption('seconds for each client, over all rounds', 10) },
  run: async (options, log) => ({ rows: await run(options.number('seconds'), log) }),
};

if (process.argv[2] === serverArgument && process.argv[3]) serve(process.argv[3]);
