import type { Execute } from './execute';

/** A subgraph, in this process or behind a connection. */
export interface Subgraph {
  readonly name: string;
  /** The public schema, for the gateway alone. */
  readonly execute: Execute;
  /** The internal schema, for other services. */
  readonly internal: Execute;
  /**
   * Loads the public schema, which takes a tenth of a second in which nobody is served. Only a
   * process that serves it needs it. Needs no server.
   */
  loadApi(): Promise<void>;
  /**
   * Makes the store ready: finds what is stored where, and loads the query compiler of Prisma, which
   * takes a tenth of a second, too. Needs no server, unless a store has several databases.
   */
  warmUp(): Promise<void>;
  /** Starts background work (expiry, takeover of orphaned work); the API does not need it. */
  startWork(): void;
  /** Stops background work and waits; the database pool is closed last. */
  stop(): Promise<void>;
}
