import type { RetryOptions } from './retry';
import type { SessionStore } from './session';

export interface ClientOptions {
  /** The URL of the API, e.g. `https://shop.example.com/graphql`. */
  readonly url: string;
  /** The key of a program, sent as `X-API-Key`. Never put one into a page or an app. */
  readonly apiKey?: string;
  /** The store of the tokens of a signed-in person; in memory by default. */
  readonly session?: SessionStore;
  /** Sent as `apollographql-client-name` and `-version`; a gateway may demand it. */
  readonly clientName?: string;
  readonly clientVersion?: string;
  /** Further headers of every request, e.g. `X-Buyer-IP` with a storefront key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Time for a call with its retries; 30,000 by default. */
  readonly deadlineMs?: number;
  /** Time for one request, after which it is sent again if it may be; 12,000 by default. */
  readonly attemptMs?: number;
  readonly retries?: RetryOptions;
  /** Sends the hash of an operation instead of its text where the API knows it; on by default. */
  readonly persistedOperations?: boolean;
  readonly live?: LiveOptions;
  /** The global one by default. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface LiveOptions {
  /** The time without a byte after which the connection counts as lost; 45,000 by default. */
  readonly silenceMs?: number;
  /**
   * The time without a connection after which the live update ends with an error; 300,000 by
   * default.
   */
  readonly offlineMs?: number;
  /** How a stream is read; `xhr` where `fetch` cannot, as in React Native. */
  readonly transport?: 'fetch' | 'xhr';
}

export interface CallOptions {
  /** Ends the call; what was sent may take effect all the same. */
  readonly signal?: AbortSignal;
  /** A key of your own, to repeat a call after a restart. By default each call gets a new one. */
  readonly idempotencyKey?: string;
  /** The deadline of this call, instead of the client's. */
  readonly deadlineMs?: number;
}
