import type { IncomingMessage } from 'node:http';
import type { Exchange } from './exchange';

/** What was done with a request before Fastify got it, so that nothing is counted twice. */
export interface StartedRequest {
  /** Its viewer is known. */
  readonly exchange: Exchange;
  /** Returns the parsed body, or throws why it was not read; null if it is still to be read. */
  readonly body: (() => unknown) | null;
  /** Why the request is refused without its body, or after it; null if not. */
  readonly refusal: { readonly reason: unknown } | null;
}

const started = new WeakMap<IncomingMessage, StartedRequest>();

/** Call before Fastify handles the request. */
export const handOver = (request: IncomingMessage, state: StartedRequest): void =>
  void started.set(request, state);

/** Undefined for a request that Fastify got first. */
export const startedRequest = (request: IncomingMessage): StartedRequest | undefined =>
  started.get(request);
