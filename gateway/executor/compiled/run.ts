import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../../http/exchange';
import type { JsonObject } from './json';

/** One execution of an operation: its variables and the data fetched so far. */
export interface Run {
  readonly context: GatewayContext;
  /** The variables as the client sent them, since subgraphs coerce them. */
  readonly sent: JsonObject;
  /** Coerced with defaults; used for `@skip` and `@include`. */
  readonly variables: JsonObject;
  readonly errors: GraphQLError[];
  readonly data: JsonObject;
}

/** A node of a plan, run for the objects at its path. */
export type Step = (run: Run, at: readonly JsonObject[]) => Promise<void>;
