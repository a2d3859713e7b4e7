import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChildExit } from '../../platform/process/child';
import { isAlive } from '../../platform/process/process-table';
import { eventually } from '../../platform/testing/eventually';
import type { SandboxProvider } from '../sandbox-provider';
import {
  apiSecret,
  callbackSecret,
  deadline,
  newFolder,
  newProvider,
  readLedger,
  receiveCallbacks,
  untilBeingDecided,
} from '../testing/running-sandbox';
import { type SandboxProcess, startSandboxProcess } from './start';

/** The sandbox as its sources are, so that no older build is tested. */
const sources = `
  require(${JSON.stringify(path.resolve(__dirname, '../../platform/testing/typescript-hook.cjs'))});
  require(${JSON.stringify(path.join(__dirname, 'main.ts'))});
`;
let programFolder: string;
let entry: string;
let folder: string;
const started: SandboxProcess[] = [];

beforeAll(async () => {
  programFolder = await newFolder();
  entry = path.join(programFolder, 'main.cjs');
  await writeFile(entry, sources);
});
afterAll(() => rm(programFolder, { recursive: true }));
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  await Promise.all(started.map((each) => each.stop()));
  started.length = 0;
  await rm(folder, { recursive: true });
});

function optionsFor(dataFolder = folder, port = 0) {
  const host = '127.0.0.1';
  const merchantName = 'Test shop';
  return {
    host,
    port,
    dataFolder,
    apiSecret,
    callbackSecret,
    merchantName,
    entry,
  };
}

async function start(dataFolder = folder, port = 0): Promise<SandboxProcess> {
  const sandbox = await startSandboxProcess(optionsFor(dataFolder, port));
  started.push(sandbox);
  return sandbox;
}

function exitOf(sandbox: SandboxProcess): Promise<ChildExit> {
  return new Promise((resolve) => sandbox.onExit(resolve));
}

async function killAndWait(sandbox: SandboxProcess): Promise<void> {
  process.kill(sandbox.pid, 'SIGKILL');
  expect(await exitOf(sandbox)).toEqual({ code: null, signal: 'SIGKILL' });
}

function authorize(provider: SandboxProvider, key: string, token = 'tok_ok', callbackUrl?: string) {
  const request = { idempotencyKey: key, amountMinor: 700n, currency: 'EUR', token, callbackUrl };
  return provider.authorize(request, deadline());
}

function capture(provider: SandboxProvider, key: string, authorizationKey: string) {
  const request = { idempotencyKey: key, authorizationKey, amountMinor: 700n, currency: 'EUR' };
  return provider.capture(request, deadline());
}

describe('after kill -9', () => {
  test('no acknowledged request is lost and none takes effect twice', async () => {
    const sandbox = await start();
    const provider = newProvider(sandbox.url);
    const answered = new Map<string, unknown>();
    const attempted: string[] = [];
    let isKilled = false;
    const buyers = Array.from({ length: 16 }, async (_, buyer) => {
      for (let count = 0; !isKilled; count += 1) {
        const key = `order-${buyer}-${count}-authorize`;
        attempted.push(key);
        // The kill may interrupt any request; only the acknowledged ones count.
        const outcome = await authorize(provider, key).catch(() => null);
        if (!outcome) return;
        answered.set(key, outcome);
        const captured = await capture(provider, `${key}-capture`, key).catch(() => null);
        if (captured) answered.set(`${key}-capture`, captured);
      }
    });
    await eventually('a few hundred payments', () => answered.size > 300);
    await killAndWait(sandbox);
    isKilled = true;
    await Promise.all(buyers);
    provider.close();

    const second = newProvider((await start()).url);
    const before = await readLedger(started[1]?.url ?? '');
    const keysBefore = new Set(before.map((line) => line.idempotencyKey));
    for (const key of answered.keys()) expect(keysBefore).toContain(key);
    for (const key of attempted) {
      const outcome = await authorize(second, key);
      if (answered.has(key)) expect(outcome).toEqual(answered.get(key));
      const captured = await capture(second, `${key}-capture`, key);
      const earlier = answered.get(`${key}-capture`);
      if (earlier) expect(captured).toEqual(earlier);
    }
    second.close();
    const keys = (await readLedger(started[1]?.url ?? '')).map((line) => line.idempotencyKey);
    expect(keys.length).toBe(new Set(keys).size);
    expect(keys.length).toBe(attempted.length * 2);
  });

  test('attempts still count: a token that has failed twice does not fail again', async () => {
    const first = await start();
    const firstProvider = newProvider(first.url);
    await expect(authorize(firstProvider, 'flaky', 'tok_flaky')).rejects.toThrow(/500/);
    await expect(authorize(firstProvider, 'flaky', 'tok_flaky')).rejects.toThrow(/500/);
    await killAndWait(first);
    firstProvider.close();
    const second = newProvider((await start()).url);
    expect(await authorize(second, 'flaky', 'tok_flaky')).toMatchObject({ outcome: 'authorized' });
    second.close();
  });

  test('undelivered callbacks are sent, and pending payments are decided', async () => {
    const receiver = await receiveCallbacks();
    receiver.status = 500;
    const first = await start();
    const provider = newProvider(first.url);
    await authorize(provider, 'owed', 'tok_async', receiver.url);
    await eventually('a failed callback', () => receiver.received.length > 0);
    await authorize(provider, 'undecided', 'tok_async', receiver.url);
    await killAndWait(first);
    provider.close();
    receiver.received.length = 0;
    receiver.status = 204;
    const second = await start();
    const bodies = () => receiver.received.map(({ body }) => body.toString());
    await eventually('both callbacks', () =>
      ['owed', 'undecided'].every((key) => bodies().some((body) => body.includes(`"${key}"`))),
    );
    const lines = await readLedger(second.url);
    expect(lines.map((line) => line.idempotencyKey)).toEqual(['owed', 'undecided']);
    await receiver.end();
  });

  test('a torn line is truncated, and the next start continues', async () => {
    const first = await start();
    const provider = newProvider(first.url);
    await authorize(provider, 'whole');
    await killAndWait(first);
    provider.close();
    await appendFile(path.join(folder, 'ledger.jsonl'), '{"type":"authorization","key":"to');
    const second = newProvider((await start()).url);
    await authorize(second, 'next');
    const text = await readFile(path.join(folder, 'ledger.jsonl'), 'utf8');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).key),
    ).toEqual(['whole', 'next']);
    second.close();
  });
});

describe('a failed start', () => {
  test('reports that the port is in use', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    await expect(startSandboxProcess(optionsFor(folder, port))).rejects.toThrow(
      `The payment sandbox cannot listen on 127.0.0.1:${port}: the port is in use.`,
    );
    occupant.close();
  });

  test('reports that the folder cannot be written', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await expect(startSandboxProcess(optionsFor(path.join(file, 'data')))).rejects.toThrow(
      /^The payment sandbox cannot use the folder .*file\/data: ENOTDIR/,
    );
  });

  test('reports that another sandbox uses the folder', async () => {
    await start();
    await expect(startSandboxProcess(optionsFor())).rejects.toThrow(
      /^The payment sandbox cannot use the folder .*: another payment sandbox is using it\.$/,
    );
  });

  test('reports that the ledger is damaged', async () => {
    await writeFile(path.join(folder, 'ledger.jsonl'), '{"torn\n{"type":"attempt","key":"x"}\n');
    await expect(startSandboxProcess(optionsFor())).rejects.toThrow(/is damaged at byte 0/);
  });

  test('exits with 1 and one line, without secrets', async () => {
    for (const line of ['', 'not json secret-secret', '{"port":"secret-secret"}']) {
      const child = spawn(process.execPath, [entry], { env: {} });
      let errors = '';
      child.stderr.on('data', (chunk) => {
        errors += chunk;
      });
      child.stdin.end(`${line}\n`);
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(errors).toMatch(/^The payment sandbox got [^\n]+\.\n$/);
      expect(errors).not.toContain('secret-secret');
    }
  });
});

describe('a stop', () => {
  test('by SIGTERM completes pending requests and exits with 0', async () => {
    const sandbox = await start();
    const provider = newProvider(sandbox.url);
    const slow = authorize(provider, 'slow', 'tok_slow');
    await untilBeingDecided(provider, 'slow');
    const exit = exitOf(sandbox);
    await sandbox.stop();
    expect(await slow).toMatchObject({ outcome: 'authorized' });
    expect(await exit).toEqual({ code: 0, signal: null });
    provider.close();
  });

  test('follows a kill -9 of the parent, and port and folder can be reused at once', async () => {
    const starter = path.join(programFolder, 'starter.js');
    await writeFile(
      starter,
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, [${JSON.stringify(entry)}], {
         env: {}, stdio: ['pipe', 'inherit', 'ignore'],
       });
       child.stdin.write(process.argv[2] + '\\n');
       console.log('pid ' + child.pid);`,
    );
    const { entry: _, ...sent } = optionsFor();
    const parent: ChildProcess = spawn(process.execPath, [starter, JSON.stringify(sent)]);
    let output = '';
    parent.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    const port = await eventually('the port', () => Number(/"listening":(\d+)/.exec(output)?.[1]));
    const pid = await eventually('the pid', () => Number(/pid (\d+)/.exec(output)?.[1]));
    parent.kill('SIGKILL');
    await eventually('the port to be free', () =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        () => false,
        () => true,
      ),
    );
    const next = await start(folder, port);
    expect(next.url).toBe(`http://127.0.0.1:${port}`);
    await eventually('the process to be gone', () => !isAlive(pid));
  });

  test('does not follow SIGINT, which the parent handles', async () => {
    const sandbox = await start();
    process.kill(sandbox.pid, 'SIGINT');
    const health = await fetch(`${sandbox.url}/health`);
    expect(health.status).toBe(200);
  });
});
