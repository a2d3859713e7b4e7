import type { ExecutionResult } from 'graphql';
import { asGraphqlError } from '../../../platform/graphql/as-graphql-error';
import type { SubgraphFetch } from '../subgraph-fetch';
import { addErrors, type FailedFetch } from './fetch-errors';
import { isObject, type JsonObject, merge, own } from './json';
import type { FetchNode, Path } from './plan';
import { type Represent, representation } from './representations';
import { type Change, changes } from './rewrites';
import type { Run, Step } from './run';
import type { IsOfType } from './types';

export interface FetchDependencies {
  readonly fetches: Readonly<Record<string, SubgraphFetch>>;
  readonly isOfType: IsOfType;
}

type Variables = (run: Run) => JsonObject;
type Ask = (run: Run, variables: JsonObject) => Promise<ExecutionResult>;

interface FetchContext {
  readonly node: FetchNode;
  /** Several if sibling fetches are sent as one. */
  readonly paths: readonly Path[];
  readonly ask: Ask;
  readonly variables: Variables;
  /** Rewrites of the result. */
  readonly after: Change;
}

/** The variable of entity fetches. */
const representationsVariable = 'representations';

/** Only sent variables, since the fetch operation contains the defaults. */
function variablesOf({ variableUsages = [] }: FetchNode): Variables {
  return ({ sent }) => {
    const used: JsonObject = {};
    for (const name of variableUsages) {
      const value = own(sent, name);
      if (value !== undefined) used[name] = value;
    }
    return used;
  };
}

/** A fetch of root fields, merged into the objects at its path. */
function rootFetch({ node, paths, ask, variables, after }: FetchContext): Step {
  const failed: FailedFetch = { service: node.serviceName, paths, positions: null };
  return async (run, at) => {
    const { data, errors } = await ask(run, variables(run));
    if (errors) addErrors(run, errors, failed);
    if (!data) return;
    after(data);
    for (const object of at) merge(object, data);
  };
}

interface Representations {
  readonly representations: JsonObject[];
  readonly objects: JsonObject[];
  readonly positions: number[];
}

/** Leaves out objects that lack key fields or have another type. */
function representAll(
  at: readonly JsonObject[],
  represent: Represent,
  before: Change,
): Representations {
  const all: Representations = { representations: [], objects: [], positions: [] };
  at.forEach((object, position) => {
    const made = represent(object);
    if (!made?.__typename) return;
    before(made);
    all.representations.push(made);
    all.objects.push(object);
    all.positions.push(position);
  });
  return all;
}

function entitiesIn(data: JsonObject, count: number): readonly unknown[] {
  const entities = data._entities;
  if (!Array.isArray(entities)) throw new Error('The subgraph returned no list of entities.');
  if (entities.length !== count) {
    throw new Error(`The subgraph returned ${entities.length} entities instead of ${count}.`);
  }
  return entities;
}

/** A fetch of entities: more fields of the objects at its path. */
function entityFetch(
  { node, paths, ask, variables, after }: FetchContext,
  represent: Represent,
  before: Change,
): Step {
  return async (run, at) => {
    const { representations, objects, positions } = representAll(at, represent, before);
    if (representations.length === 0) return;
    const used = variables(run);
    if (representationsVariable in used) {
      throw new Error(`No variable of a client can be called "${representationsVariable}".`);
    }
    const { data, errors } = await ask(run, {
      ...used,
      [representationsVariable]: representations,
    });
    if (errors) {
      const failed: FailedFetch = { service: node.serviceName, paths, positions };
      addErrors(run, errors, failed, !data);
    }
    if (!data) return;
    entitiesIn(data, representations.length).forEach((entity, index) => {
      const object = objects[index];
      if (!object || !isObject(entity)) return;
      // Rewrites need the type name, which a subgraph may omit.
      if (!entity.__typename) entity.__typename = object.__typename;
      after(entity);
      merge(object, entity);
    });
  };
}

/**
 * Compiles a fetch. Its failures become errors of the answer; other fetches continue.
 * @param paths of its objects, one after the other.
 */
export function fetchStep(
  node: FetchNode,
  paths: readonly Path[],
  { fetches, isOfType }: FetchDependencies,
): Step {
  const fetch = fetches[node.serviceName];
  if (!fetch) throw new Error(`The plan names "${node.serviceName}", which is not there.`);
  // Values from further up in the answer: this graph has no `@fromContext`, and nothing runs it.
  if (node.contextRewrites && node.contextRewrites.length > 0) {
    throw new Error('`@fromContext` is not supported.');
  }
  const { operation: query, operationName } = node;
  const parts: FetchContext = {
    node,
    paths,
    ask: (run, variables) => fetch({ query, variables, operationName }, run.context),
    variables: variablesOf(node),
    after: changes(node.outputRewrites, isOfType),
  };
  const step = node.requires
    ? entityFetch(
        parts,
        representation(node.requires, isOfType),
        changes(node.inputRewrites, isOfType),
      )
    : rootFetch(parts);
  return async (run, at) => {
    if (at.length === 0) return;
    try {
      await step(run, at);
    } catch (error) {
      // Both paths of a request format errors of this class only.
      run.errors.push(asGraphqlError(error));
    }
  };
}
