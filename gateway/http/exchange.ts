import type { IncomingHttpHeaders } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { Viewer } from '../../platform/requests/viewer';
import type { AdmissionTicket } from '../../platform/resilience/priority-admission';
import type { Span } from '../../platform/telemetry/tracing';
import type { InvalidOperation, MediaType } from '../errors';
import { type HeldBody, unreadableBody } from './held-bodies';
import type { LiveFraming } from './media-types';

export interface OperationCost {
  readonly requested: number;
  readonly budget: number;
}

/** The points that a request takes from each rate counter. */
export interface Charge {
  /** Root fields other than sign-ins and refreshes. */
  readonly fields: number;
  readonly signIns: number;
  readonly refreshes: number;
  readonly cost: number;
  /** Set if the account must see its own writes through any gateway. */
  readonly ownWrites?: OwnWrites | undefined;
}

/** What a request has to do with the writes of its account. */
export interface OwnWrites {
  /** 1 for a write, and 0 for a read that an older answer could be given to. */
  readonly points: 0 | 1;
  /** How long after the start of a write such an answer may be from before it. */
  readonly windowMs: number;
}

/** The state of the sender's rate counters after a request. */
export interface RateCount {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** Headers for the counter with the least left. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the account has written lately, if `Charge.ownWrites` asks for it. */
  readonly hasWritten: boolean;
  /** Whether every write of that time is known, which it is not after a failure of Redis. */
  readonly knowsWrites: boolean;
}

/** A request and its response, filled in while it is processed. */
export interface Exchange {
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly startedAtMs: number;
  address: string;
  mediaType: MediaType;
  /** Whether the client accepts JSON; queries and mutations are answered in JSON anyway. */
  acceptsJson: boolean;
  /** The format of live updates that the client prefers; null if it accepts none. */
  framing: LiveFraming | null;
  viewer: Viewer;
  /** Why the credentials are invalid. The operation decides whether that matters; null if valid. */
  refusedCredential: GraphQLError | null;
  /** Aborts reads and waits at the deadline or when the client disconnects. */
  signal: AbortSignal;
  cost: OperationCost | null;
  /** Type and name of the operation; null until it is known. */
  operation: { readonly type: string; readonly name: string | null } | null;
  /** How the operation's text was provided: with the request, or by hash. */
  textSource: 'sent' | 'hit' | 'miss' | 'registered';
  /** Whether the client may send registered operations only. */
  registeredOnly: boolean;
  /** Coerced variables; null until coercion. */
  variables: Readonly<Record<string, unknown>> | null;
  /** Why the text is not a valid operation; null if it is valid or was not read. */
  invalid: InvalidOperation | null;
  /** The code of the first error, or `ok`; null until there is a response. */
  outcome: string | null;
  /** The span of the request; null without tracing. */
  span: Span | null;
  /** Whether its limits were checked when its subscription started. */
  admitted: boolean;
  /** Permission to execute its operation; null before its turn, and without admission control. */
  ticket: AdmissionTicket | null;
  /** Whether the rate limit has counted it already. */
  counted: boolean;
  /** Whether its account has written lately, through any gateway. */
  hasWritten: boolean;
  /** Whether subgraphs may read lists from replicas for it. */
  mayReadReplicas: boolean;
  /** The counted points; null until then. */
  charge: Charge | null;
  /** Objects in the answer, or in the data fetched so far. */
  answerObjects: number;
  /** Minimum size of the answer as JSON, or of the part measured before it exceeded the limit. */
  answerBytes: number;
  /** How old a kept answer is, rounded up; 0 if it was executed for this request. */
  answerAgeSeconds: number;
  /** Size of the request body, once it is read. */
  bodyBytes: number;
  /** Length of the operation's text, if it is valid and was not known: it is planned, too. */
  newTextCharacters: number;
  heldBody: HeldBody;
  /** Set if the viewer has exceeded its limit but the request may still be a sign-in. */
  pastLimit: RateCount | null;
  /** A large answer, encoded; null if Apollo Server has its text. */
  encodedAnswer: Buffer | null;
  /** Whether caches may keep the answer, so that it has an entity tag. */
  cacheable: boolean;
  /** Whether the response comes from the pipeline, which adds the request id to errors. */
  finished: boolean;
}

/** Counts the results of the fetches of one operation. */
export interface GatheredAnswer {
  /** The reason to reject the operation, or null. */
  readonly refusal: GraphQLError | null;
  /** @param knownObjects objects already counted, for which only more fields were fetched. */
  add(result: ExecutionResult, knownObjects: number): void;
}

/** The context of an operation in Apollo Server. */
export interface GatewayContext extends RequestScope {
  /** The viewer of the exchange, until the operation turns out to ignore the access token. */
  viewer: Viewer;
  readonly exchange: Exchange;
  /** Set while it is executed within the limits of answers. */
  gathered?: GatheredAnswer | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange;
  }
}

const noSignal = new AbortController().signal;

export function newExchange(
  requestId: string,
  address: string,
  headers: IncomingHttpHeaders = {},
): Exchange {
  return {
    requestId,
    headers,
    startedAtMs: performance.now(),
    address,
    mediaType: 'application/json',
    acceptsJson: true,
    framing: null,
    // The caller is anonymous until the viewer is known.
    viewer: { kind: 'anonymous', address },
    refusedCredential: null,
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
    ticket: null,
    counted: false,
    hasWritten: false,
    mayReadReplicas: false,
    charge: null,
    answerObjects: 0,
    answerBytes: 0,
    answerAgeSeconds: 0,
    bodyBytes: 0,
    newTextCharacters: 0,
    heldBody: unreadableBody,
    pastLimit: null,
    encodedAnswer: null,
    cacheable: false,
    finished: false,
  };
}
