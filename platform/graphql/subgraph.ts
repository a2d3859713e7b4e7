import type { Execute } from './execute';

/** A subgraph, in this process or behind a connection. */
export interface Subgraph {
  readonly name: string;
  /** The public schema, for the gateway alone. */
  readonly execute: Execute;
  /** The internal schema, for other services. */
  readonly internal: Execute;
  /**
   * Loads what the first request would otherwise load: the public schema, and the query compiler of
   * Prisma. Each takes a tenth of a second, in which nobody is served. Needs no server.
   */
  warmUp(): Promise<void>;
  /** Starts background work (expiry, takeover of orphaned work); the API does not need it. */
  startWork(): void;
  /** Stops background work and waits; the database pool is closed last. */
  stop(): Promise<void>;
}
