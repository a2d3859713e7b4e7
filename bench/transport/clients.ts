import { Agent, request } from 'node:https';
import { Pool } from 'undici';
import { pooledCalls } from '../../platform/remote/pooled-calls';
import type { TlsIdentity } from '../../platform/remote/tls';

/** Sends a request. @returns the response body. */
export interface TransportClient {
  readonly name: string;
  readonly call: (body: string, signal: AbortSignal) => Promise<string>;
  readonly close: () => void;
}

const connectionsMax = 64;
const deadlineMs = 30_000;

export interface Target {
  readonly port: number;
  readonly servername: string;
  readonly tls: TlsIdentity;
}

const headersOf = (body: string) => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
  'x-viewer': 'v'.repeat(300),
});

export function nodeHttps({ port, servername, tls }: Target): TransportClient {
  const agent = new Agent({
    ...tls,
    keepAlive: true,
    maxSockets: connectionsMax,
    scheduling: 'lifo',
    servername,
    minVersion: 'TLSv1.3',
  });
  const call = (body: string, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request({
        agent,
        host: '127.0.0.1',
        port,
        path: '/public',
        method: 'POST',
        headers: headersOf(body),
        timeout: deadlineMs,
        signal,
      });
      sent.once('error', reject);
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
        response.once('error', reject);
      });
      sent.end(body);
    });
  return { name: 'node:https', call, close: () => agent.destroy() };
}

function poolOf({ port, servername, tls }: Target): Pool {
  return new Pool(`https://127.0.0.1:${port}`, {
    connections: connectionsMax,
    pipelining: 1,
    connect: { ...tls, servername, minVersion: 'TLSv1.3' },
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
  });
}

export function undiciRequest(target: Target): TransportClient {
  const pool = poolOf(target);
  const call = async (text: string, signal: AbortSignal): Promise<string> => {
    const headers = headersOf(text);
    const { body } = await pool.request({
      path: '/public',
      method: 'POST',
      headers,
      body: text,
      signal,
    });
    return body.text();
  };
  return { name: 'undici request', call, close: () => void pool.destroy() };
}

/** undici's lowest-level API: no streams or internal promises, and the signal is handled here. */
export function undiciDispatch(target: Target): TransportClient {
  const pool = poolOf(target);
  const call = (text: string, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let stop: (() => void) | undefined;
      const cleanUp = () => {
        if (stop) signal.removeEventListener('abort', stop);
      };
      pool.dispatch(
        { path: '/public', method: 'POST', headers: headersOf(text), body: text },
        {
          onRequestStart: (controller) => {
            stop = () => controller.abort(signal.reason as Error);
            signal.addEventListener('abort', stop);
          },
          onResponseStart: () => undefined,
          onResponseData: (_controller, chunk) => {
            chunks.push(chunk);
          },
          onResponseEnd: () => {
            cleanUp();
            resolve(Buffer.concat(chunks).toString('utf8'));
          },
          onResponseError: (_controller, error) => {
            cleanUp();
            reject(error);
          },
        },
      );
    });
  return { name: 'undici dispatch', call, close: () => void pool.destroy() };
}

/** What the parts use: a client for this one purpose (platform/remote/wire). */
export function ownWire({ port, servername, tls }: Target): TransportClient {
  const url = `https://127.0.0.1:${port}`;
  const metrics = { connected: () => undefined, answered: () => undefined };
  const pool = pooledCalls({ url, name: servername, tls, metrics, connections: connectionsMax });
  const viewer = 'v'.repeat(300);
  const call = (body: string, signal: AbortSignal): Promise<string> =>
    pool.call({ path: '/public', body, viewer, traceparent: undefined, signal }, true);
  return { name: 'platform/remote/wire', call, close: pool.close };
}
