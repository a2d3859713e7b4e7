import type { Execute } from './execute';

/** A subgraph as its topology holds it: in this process, or behind a connection. */
export interface Subgraph {
  readonly name: string;
  /** The public schema, for the gateway alone. */
  readonly execute: Execute;
  /** The internal schema, for other services. */
  readonly internal: Execute;
  /** Begins background work (expiry, takeover of orphaned work); the API answers without it. */
  startWork(): void;
  /** Ends background work and waiting; the database pool is closed last. */
  stop(): Promise<void>;
}
