import type { Viewer } from '../platform/auth/viewer';
import type { RequestScope } from '../platform/graphql/request-scope';
import type { MediaType } from './media-types';
import type { OperationCost } from './operation-cost';

/** One request and its answer, from the door to the last byte. Filled in as it goes along. */
export interface Exchange {
  readonly requestId: string;
  readonly startedAtMs: number;
  address: string;
  mediaType: MediaType;
  viewer: Viewer;
  /** Ends reads and waiting, at the deadline or when the client has gone. */
  signal: AbortSignal;
  cost: OperationCost | null;
  /** Whether the rate limit has counted it already. */
  counted: boolean;
  /** Whether the answer is from the pipeline, which puts the request's id into its errors. */
  finished: boolean;
}

/** What Apollo Server hands through as the context of an operation. */
export interface GatewayContext extends RequestScope {
  readonly exchange: Exchange;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange;
  }
}

const nobody: Viewer = { kind: 'anonymous', address: '' };
const noSignal = new AbortController().signal;

export function newExchange(requestId: string, address: string): Exchange {
  return {
    requestId,
    startedAtMs: performance.now(),
    address,
    mediaType: 'application/json',
    viewer: nobody,
    signal: noSignal,
    cost: null,
    counted: false,
    finished: false,
  };
}
