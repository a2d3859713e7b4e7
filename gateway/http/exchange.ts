import type { Viewer } from '../../platform/auth/viewer';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { Span } from '../../platform/telemetry/tracing';
import type { InvalidOperation, MediaType } from '../errors';
import { type HeldBody, unreadableBody } from './held-bodies';

export interface OperationCost {
  readonly requested: number;
  readonly budget: number;
}

/** What one request takes from the counters. */
export interface Charge {
  /** Root fields other than sign-ins and refreshes. */
  readonly fields: number;
  readonly signIns: number;
  readonly refreshes: number;
  readonly cost: number;
}

/** What one request did to the counters of whoever sent it. */
export interface RateCount {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** Of the counter with the least left. */
  readonly headers: Readonly<Record<string, string>>;
}

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
  /** Name and kind of the operation, once it is known; null before, and where it has no name. */
  operation: { readonly type: string; readonly name: string | null } | null;
  /** How the text of the operation came: with the request, or by its hash. */
  textSource: 'sent' | 'hit' | 'miss' | 'registered';
  /** Whether the client may send registered operations only. */
  registeredOnly: boolean;
  /** As their types have them; null until they are looked at. */
  variables: Readonly<Record<string, unknown>> | null;
  /** Why the text is no operation that may run; null where it is one, or was not read. */
  invalid: InvalidOperation | null;
  /** The code of the first error, or `ok`; null as long as there is no answer. */
  outcome: string | null;
  /** What a trace knows of the request; null where nothing is traced. */
  span: Span | null;
  /** Whether its limits were checked already, when the order that it reads began to be watched. */
  admitted: boolean;
  /** Whether the rate limit has counted it already. */
  counted: boolean;
  /** What was counted for it; null before. */
  charge: Charge | null;
  /** Objects in the answer, or in what was fetched for it as long as there is none. */
  answerObjects: number;
  /** Of the answer as JSON, at least; or of what was counted of it until it was too large. */
  answerBytes: number;
  /** Of the request's body, once it is read. */
  bodyBytes: number;
  heldBody: HeldBody;
  /** Set when the viewer is past its limit, and the request may still be a sign-in. */
  pastLimit: RateCount | null;
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

const noSignal = new AbortController().signal;

export function newExchange(requestId: string, address: string): Exchange {
  return {
    requestId,
    startedAtMs: performance.now(),
    address,
    mediaType: 'application/json',
    // Until it is known who is asking.
    viewer: { kind: 'anonymous', address },
    signal: noSignal,
    cost: null,
    operation: null,
    textSource: 'sent',
    registeredOnly: false,
    variables: null,
    invalid: null,
    outcome: null,
    span: null,
    admitted: false,
    counted: false,
    charge: null,
    answerObjects: 0,
    answerBytes: 0,
    bodyBytes: 0,
    heldBody: unreadableBody,
    pastLimit: null,
    finished: false,
  };
}
