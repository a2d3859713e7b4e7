import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { urlHost } from '../../platform/net/url-host';
import { Bank } from './bank';
import { Callbacks } from './callbacks';
import { lockFolder } from './folder-lock';
import { Ledger } from './ledger';
import * as limits from './limits';
import { SandboxServer } from './server';
import { Settlements } from './settlements';
import { pagePathOf } from './three-d-secure';

export interface SandboxOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  dataFolder: string;
  /** The secret that clients send as `Authorization: Bearer …`. */
  apiSecret: string;
  /** Signs callbacks. */
  callbackSecret: string;
  /** The name of the shop on the page of the bank. */
  merchantName: string;
  /** URL of the sandbox for buyers' browsers. Default: host and port. */
  publicUrl?: string | undefined;
  /** Default: fifteen minutes. */
  actionLifetimeMs?: number | undefined;
  log: (event: string, details: Record<string, unknown>) => void;
  /** The metrics at `/metrics`; that path is unknown without them. */
  registry?: Registry;
  /** Called if the disk fails: memory and disk may then differ, so the process must exit. */
  onFailure: (error: Error) => void;
}

export interface Sandbox {
  readonly port: number;
  readonly url: string;
  /** Number of syncs. */
  readonly syncs: () => number;
  /** Completes pending requests, then releases port and folder. Callbacks stay in the ledger. */
  close(): Promise<void>;
}

/** The sandbox cannot start; the message is a sentence for the user. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
}

/** Opens the ledger, resumes pending work, and listens. Throws SandboxStartError. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataFolder } = options;
  const unlock = await lockFolder(dataFolder, limits.folderWaitMs).catch((error: unknown) => {
    throw startError(`cannot use the folder ${dataFolder}`, error);
  });
  try {
    const ledger = await Ledger.open(dataFolder, options.onFailure).catch((error: unknown) => {
      throw startError(`cannot use the ledger in ${dataFolder}`, error);
    });
    return await serveLedger(options, ledger, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function serveLedger(
  options: SandboxOptions,
  ledger: Ledger,
  unlock: () => Promise<void>,
): Promise<Sandbox> {
  const { host, log, onFailure } = options;
  const callbacks = new Callbacks({ ledger, secret: options.callbackSecret, log, onFailure });
  const settlements = new Settlements(ledger, callbacks, onFailure);
  let publicUrl = options.publicUrl ?? '';
  const bank = new Bank({
    ledger,
    settlements,
    redirectUrlOf: (pageId) => publicUrl + pagePathOf(pageId),
    actionLifetimeMs: options.actionLifetimeMs ?? limits.actionLifetimeMs,
  });
  const server = new SandboxServer({
    bank,
    ledger,
    settlements,
    merchantName: options.merchantName,
    apiSecret: options.apiSecret,
    registry: options.registry,
    log,
  });
  const port = await listen(server, host, options.port).catch(async (error: unknown) => {
    await ledger.close();
    throw startError(`cannot listen on ${host}:${options.port}`, error);
  });
  const url = `http://${urlHost(host)}:${port}`;
  publicUrl ||= url;
  callbacks.resume();
  settlements.resume();
  return {
    port,
    url,
    syncs: () => ledger.syncs,
    close: async () => {
      await server.drain();
      settlements.stop();
      await callbacks.stop();
      await ledger.close();
      await unlock();
    },
  };
}

async function listen({ http }: SandboxServer, host: string, port: number): Promise<number> {
  http.listen(port, host);
  await once(http, 'listening');
  return (http.address() as AddressInfo).port;
}

function startError(what: string, error: unknown): SandboxStartError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'EADDRINUSE' ? 'the port is in use' : message;
  return new SandboxStartError(`The payment sandbox ${what}: ${reason}.`, { cause: error });
}
