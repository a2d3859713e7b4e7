import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../../http/exchange';
import type { JsonObject } from './json';

/** One execution of an operation, from its variables to what its fetches have brought so far. */
export interface Run {
  readonly context: GatewayContext;
  /** As the client sent them: a subgraph reads them itself. */
  readonly sent: JsonObject;
  /** With defaults, and checked: what decides about `@skip` and `@include`. */
  readonly variables: JsonObject;
  readonly errors: GraphQLError[];
  readonly data: JsonObject;
}

/** A part of a plan, for the objects of the answer that it stands at. */
export type Step = (run: Run, at: readonly JsonObject[]) => Promise<void>;
