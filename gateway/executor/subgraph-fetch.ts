import { type ExecutionResult, GraphQLError, Kind, parse, type SelectionSetNode } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Execute, GraphqlRequest } from '../../platform/graphql/execute';
import { withinSignal } from '../../platform/resilience/deadline';
import { histogramIn } from '../../platform/telemetry/instruments';
import { traced } from '../../platform/telemetry/tracing';
import { msPerSecond } from '../../platform/values/time';
import { faultSentence, gatewayError } from '../errors';
import { hasLeft } from '../http/deadline';
import type { GatewayContext } from '../http/exchange';
import { demandRoom } from './answer-limit';
import { isIncluded } from './conditions';

/**
 * Queries a subgraph. Never rejects: failures are errors with their paths.
 * @param entities that the request has, which are known already: the fetch adds fields to them.
 */
export type SubgraphFetch = (
  request: GraphqlRequest,
  context: GatewayContext,
  entities?: number,
) => Promise<ExecutionResult>;

/** The root field of entity fetches; an error is reported at the first entity. */
export const entitiesField = '_entities';
/** The variable of entity fetches. */
export const representationsVariable = 'representations';

/** Entities in a request of @apollo/gateway. */
function entitiesIn({ variables }: GraphqlRequest): number {
  const representations = variables?.[representationsVariable];
  return Array.isArray(representations) ? representations.length : 0;
}

type Variables = Readonly<Record<string, unknown>>;

/** The root response names of a fetch, which are missing if it fails as a whole. */
function rootNames({ selections }: SelectionSetNode, variables: Variables): Map<string, string> {
  const names = new Map<string, string>();
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !isIncluded(selection, variables)) continue;
    if (selection.kind === Kind.FIELD) {
      names.set((selection.alias ?? selection.name).value, selection.name.value);
    } else for (const entry of rootNames(selection.selectionSet, variables)) names.set(...entry);
  }
  return names;
}

/** Reports the error at every path where the client would otherwise see an unexplained null. */
function failedFetch(query: string, variables: Variables, error: GraphQLError): ExecutionResult {
  const { message, extensions } = error;
  const [definition] = parse(query, { noLocation: true }).definitions;
  const isOperation = definition?.kind === Kind.OPERATION_DEFINITION;
  const names = isOperation ? rootNames(definition.selectionSet, variables) : [];
  const errors = [...names].map(([name, field]) => {
    const path = field === entitiesField ? [name, 0] : [name];
    return new GraphQLError(message, { path, extensions });
  });
  return { data: null, errors };
}

function fetchError(error: unknown, subgraph: string, requestId: string, logger: Logger) {
  if (error instanceof GraphQLError && error.extensions.code !== undefined) return error;
  logger.error({ err: error, subgraph, requestId }, 'subgraph call failed');
  return gatewayError('INTERNAL_SERVER_ERROR', faultSentence);
}

/** The errors of a fetch that the subgraph rejected as a whole: no data and no error paths. */
function refusedWhole(result: ExecutionResult): readonly GraphQLError[] | null {
  if (result.data || !result.errors) return null;
  return result.errors.every((error) => error.path === undefined) ? result.errors : null;
}

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** @returns a function that records the outcome of a fetch. */
function fetchDurations(registry: Registry, subgraph: string) {
  const durations = histogramIn(registry, {
    name: 'gateway_subgraph_fetch_duration_seconds',
    help: 'Time until a subgraph answered a fetch, by subgraph and outcome: ok, error, failed.',
    labelNames: ['subgraph', 'outcome'],
    buckets: durationBuckets,
  });
  return (outcome: 'ok' | 'error' | 'failed', startedAtMs: number) =>
    durations.observe({ subgraph, outcome }, (performance.now() - startedAtMs) / msPerSecond);
}

/**
 * Calls a subgraph through its `Execute`, in this process or behind a connection, with viewer,
 * request id and signal; the signal ends the wait.
 */
export function subgraphFetch(
  name: string,
  execute: Execute,
  { logger, registry }: { readonly logger: Logger; readonly registry: Registry },
): SubgraphFetch {
  const ended = fetchDurations(registry, name);
  const attributes = { 'graphql.subgraph': name };

  const fetched: SubgraphFetch = async (request, context, entities = entitiesIn(request)) => {
    const { viewer, requestId, signal, exchange } = context;
    const startedAtMs = performance.now();
    const failed = (error: unknown) =>
      failedFetch(
        request.query,
        exchange.variables ?? request.variables ?? {},
        fetchError(error, name, requestId, logger),
      );
    try {
      signal.throwIfAborted();
      demandRoom(context);
      const work = execute(request, {
        viewer,
        requestId,
        signal,
        mayReadReplicas: exchange.mayReadReplicas,
      });
      const result = await withinSignal(work, signal);
      ended(result.errors ? 'error' : 'ok', startedAtMs);
      context.gathered?.add(result, entities);
      const refused = refusedWhole(result);
      if (!refused) return result;
      const [first] = refused;
      return failed(first);
    } catch (error) {
      if (!hasLeft(signal)) ended('failed', startedAtMs);
      return failed(error);
    }
  };

  return (request, context, entities) =>
    traced(`fetch ${name}`, { attributes }, () => fetched(request, context, entities));
}
