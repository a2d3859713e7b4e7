import type { IncomingMessage } from 'node:http';
import type { Exchange } from './exchange';

/** What was done with a request before Fastify got it, so that nothing is counted twice. */
export interface BegunRequest {
  /** Its viewer is known. */
  readonly exchange: Exchange;
  /** Returns the parsed body, or throws why it was not read; null if it is still to be read. */
  readonly body: (() => unknown) | null;
  /** Why the request is refused without its body, or after it; null if not. */
  readonly refusal: { readonly reason: unknown } | null;
}

const begun = new WeakMap<IncomingMessage, BegunRequest>();

/** Call before Fastify handles the request. */
export const handOver = (request: IncomingMessage, state: BegunRequest): void =>
  void begun.set(request, state);

/** Undefined for a request that Fastify got first. */
export const begunRequest = (request: IncomingMessage): BegunRequest | undefined =>
  begun.get(request);
