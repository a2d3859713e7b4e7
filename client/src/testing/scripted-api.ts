import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createClient } from '../index';
import type { ClientOptions } from '../options';
import type { Session } from '../session';

/** A request as the API gets it. */
export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly operationName?: string;
  readonly query?: string;
  readonly variables: Record<string, unknown>;
  readonly extensions?: { readonly persistedQuery: { readonly sha256Hash: string } };
  readonly atMs: number;
}

export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  /** The connection is cut. */
  | 'cut'
  /** Nothing is answered. */
  | 'hang'
  | ((response: ServerResponse) => void);

/** Answers the request with this number, from 1. */
export type Script = (received: Received, number: number) => Reply;

export interface ScriptedApi {
  readonly url: string;
  readonly received: Received[];
  stop(): Promise<void>;
}

async function received(request: IncomingMessage): Promise<Received> {
  const body = (await json(request)) as Omit<Received, 'headers' | 'atMs'>;
  return { ...body, headers: request.headers, atMs: performance.now() };
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'cut') response.destroy();
  else if (typeof reply === 'function') reply(response);
  else {
    const { status = 200, headers = {}, body } = reply;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  }
}

/** An API whose answers a test decides on. It runs until the test has finished. */
export async function scriptedApi(script: Script): Promise<ScriptedApi> {
  const all: Received[] = [];
  const server = createServer(async (request, response) => {
    const found = await received(request);
    all.push(found);
    send(script(found, all.length), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, received: all, stop };
}

/** A client of such an API, and the requests that it has sent. */
export async function clientOf(script: Script, options: Partial<ClientOptions> = {}) {
  const { url, received: all } = await scriptedApi(script);
  const client = createClient({ url, retries: { baseMs: 1 }, ...options });
  const sent = (name: string) => all.filter(({ operationName }) => operationName === name);
  return { client, url, received: all, sent };
}

/** An answer with one error. */
export const refusal = (
  status: number,
  code: string,
  extensions: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Reply => ({
  status,
  headers,
  body: {
    errors: [{ message: `It is ${code}.`, extensions: { code, requestId: 'r1', ...extensions } }],
  },
});

/** The time to wait on a busy machine. */
export const patience = { timeout: 30_000 };

/** The session with the tokens `a1` and `r1`, and those that follow it. */
export const sessionOf = (number: number): Session => ({
  accessToken: `a${number}`,
  accessTokenExpiresAt: '2026-11-24T12:15:00.000Z',
  refreshToken: `r${number}`,
  refreshTokenExpiresAt: '2026-12-24T12:00:00.000Z',
});

export const answered = (field: string, value: unknown): Reply => ({
  body: { data: { [field]: value } },
});
export const sessionAnswer = (field: string, number: number): Reply =>
  answered(field, { __typename: 'Session', ...sessionOf(number), user: {} });

export const messageOf = (value: object) => `event: next\ndata: ${JSON.stringify(value)}\n\n`;
export const eventOf = (version: number) =>
  messageOf({ data: { orderUpdated: { id: '1', version } } });
export const complete = 'event: complete\ndata:\n\n';

/** A stream with this text, and what comes after it. */
export const stream =
  (text: string, after = (response: ServerResponse) => void response.end()): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(text);
    after(response);
  };
