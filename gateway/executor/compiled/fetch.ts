import type { ExecutionResult } from 'graphql';
import { asGraphqlError } from '../../../platform/graphql/as-graphql-error';
import type { GraphqlRequest } from '../../../platform/graphql/execute';
import type { SubgraphFetch } from '../subgraph-fetch';
import { addErrors, type FailedFetch } from './fetch-errors';
import { type JsonObject, merge, own } from './json';
import type { FetchNode, Path } from './plan';
import { changes } from './rewrites';
import type { Run, Step } from './run';
import type { IsOfType } from './types';

export interface FetchDependencies {
  readonly fetches: Readonly<Record<string, SubgraphFetch>>;
  readonly isOfType: IsOfType;
}

/** @returns the variables of fetches: only sent ones, since their operations contain the defaults. */
export function variablesOf(nodes: readonly FetchNode[]): (run: Run) => JsonObject {
  const names = new Set(nodes.flatMap(({ variableUsages = [] }) => variableUsages));
  return ({ sent }) => {
    const used: JsonObject = {};
    for (const name of names) {
      const value = own(sent, name);
      if (value !== undefined) used[name] = value;
    }
    return used;
  };
}

/** How a fetch asks its service. @param entities that the request has, which are known already. */
export type Ask = (run: Run, variables: JsonObject, entities: number) => Promise<ExecutionResult>;

export function askOf(
  serviceName: string,
  text: Pick<GraphqlRequest, 'query' | 'operationName'>,
  { fetches }: FetchDependencies,
): Ask {
  const fetch = fetches[serviceName];
  if (!fetch) throw new Error(`The plan names "${serviceName}", which is not there.`);
  return (run, variables, entities) => fetch({ ...text, variables }, run.context, entities);
}

/** @throws Error for what the executor does not support. */
export function textOf({ operation, operationName, contextRewrites }: FetchNode) {
  // Values from further up in the answer: this graph has no `@fromContext`, and nothing runs it.
  if (contextRewrites && contextRewrites.length > 0) {
    throw new Error('`@fromContext` is not supported.');
  }
  return { query: operation, operationName };
}

/** A failure becomes an error of the answer; other fetches continue. */
export async function guarded(run: Run, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    // Both paths of a request format errors of this class only.
    run.errors.push(asGraphqlError(error));
  }
}

/** Compiles a fetch of root fields, merged into the objects at its path. */
export function rootFetch(node: FetchNode, path: Path, dependencies: FetchDependencies): Step {
  const ask = askOf(node.serviceName, textOf(node), dependencies);
  const variables = variablesOf([node]);
  const after = changes(node.outputRewrites, dependencies.isOfType);
  const failed: FailedFetch = { service: node.serviceName, paths: [path], positions: null };
  const fetch = async (run: Run, at: readonly JsonObject[]) => {
    const { data, errors } = await ask(run, variables(run), 0);
    if (errors) addErrors(run, errors, failed);
    if (!data) return;
    after?.(data);
    for (const object of at) merge(object, data);
  };
  return async (run, at) => {
    if (at.length > 0) await guarded(run, () => fetch(run, at));
  };
}
