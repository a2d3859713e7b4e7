import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { eventually } from '../../platform/testing/eventually';
import { openForFile } from '../../platform/testing/open-for-file';
import type { LedgerLine } from '../sandbox/records';
import { openSandbox, type Sandbox } from '../sandbox/sandbox';
import { SandboxProvider } from '../sandbox-provider';

export const apiSecret = 'api-secret-for-tests';
export const callbackSecret = 'callback-secret-for-tests';
const callDeadlineMs = 50_000;
/** The time for an answer that came after that of a later request. */
const answerMs = 50;

/** A sandbox in this process, on a free port and with its own folder. */
export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly provider: SandboxProvider;
  readonly folder: string;
  ledger: () => Promise<LedgerLine[]>;
  /** Closes it and opens it again on the same folder. */
  restart: () => Promise<void>;
  end: () => Promise<void>;
}

export async function runSandbox(
  options: { actionLifetimeMs?: number; host?: string } = {},
): Promise<RunningSandbox> {
  const folder = await newFolder();
  let pair = await openPair(folder, options);
  const close = async () => {
    pair.provider.close();
    await pair.sandbox.close();
  };
  return {
    get sandbox() {
      return pair.sandbox;
    },
    get provider() {
      return pair.provider;
    },
    folder,
    ledger: () => readLedger(pair.sandbox.url),
    restart: async () => {
      await close();
      pair = await openPair(folder, options);
    },
    end: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A sandbox for the tests of a file. */
export const sandboxForFile = (): RunningSandbox => openForFile(runSandbox, ({ end }) => end());

async function openPair(folder: string, options: { actionLifetimeMs?: number; host?: string }) {
  const sandbox = await openSandbox({
    host: options.host ?? '127.0.0.1',
    port: 0,
    dataFolder: folder,
    apiSecret,
    callbackSecret,
    merchantName: 'Test <shop> & Söhne',
    actionLifetimeMs: options.actionLifetimeMs,
    registry: new Registry(),
    log: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  return { sandbox, provider: newProvider(sandbox.url) };
}

export function newProvider(url: string): SandboxProvider {
  return new SandboxProvider({ url, apiSecret, callbackSecret });
}

export function newFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'payment-sandbox-'));
}

export async function readLedger(url: string): Promise<LedgerLine[]> {
  const response = await fetch(`${url}/ledger`);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
}

/** The deadline for each call in a test. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(callDeadlineMs);
}

/** Resolves once a lookup of the payment waits, although one that began later was answered. */
export const untilBeingDecided = (provider: SandboxProvider, key: string): Promise<true> =>
  eventually('the decision to begin', async () => {
    const ending = new AbortController();
    const answered = () => false as const;
    const waits = async () => {
      await provider.lookup(`never-${key}`, deadline());
      await wait(answerMs);
      return true as const;
    };
    const lookup = provider.lookup(key, ending.signal).then(answered, answered);
    const isWaiting = await Promise.race([lookup, waits()]);
    ending.abort();
    return isWaiting;
  });

export interface ReceivedCallback {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface CallbackReceiver {
  url: string;
  received: ReceivedCallback[];
  /** The status of further responses. */
  status: number;
  end: () => Promise<void>;
}

/** Receives callbacks like orders. `port` 0 for any free port. */
export async function receiveCallbacks(port = 0): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/payments/callback/sandbox`,
    received,
    get status() {
      return status;
    },
    set status(next) {
      status = next;
    },
    end: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A receiver of callbacks for the tests of a file. */
export const receiverForFile = (): CallbackReceiver =>
  openForFile(receiveCallbacks, ({ end }) => end());

/** Each header value as one string, as frameworks pass them. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value?.toString()]),
  );
}
