import type { ExecutionResult, GraphQLError } from 'graphql';
import { isRecord } from '../../../platform/config/is-record';
import { entitiesField, representationsVariable } from '../subgraph-fetch';
import { askOf, type FetchDependencies, guarded, textOf, variablesOf } from './fetch';
import { addErrors } from './fetch-errors';
import { type JsonObject, merge } from './json';
import { objectsAt } from './paths';
import type { FetchNode, Path } from './plan';
import { representation } from './representations';
import { changes } from './rewrites';
import type { Run, Step } from './run';
import type { IsOfType } from './types';

/** Objects and their representations. Those that lack key fields or have another type are left out. */
export interface Represented {
  readonly representations: readonly JsonObject[];
  readonly objects: readonly JsonObject[];
  /** The index of each among all objects at the paths. */
  readonly positions: readonly number[];
}

/** A fetch of more fields of the objects at its paths. */
export interface EntityFetch {
  readonly node: FetchNode;
  /** Paths of its objects, from those that the step is run for. */
  readonly paths: readonly Path[];
  /** @param starts the objects that the step is run for. */
  represent(starts: readonly JsonObject[]): Represented;
  /** Sends it as the plan has it. */
  send(run: Run, represented: Represented): Promise<void>;
  /** Merges a result into the objects. @param entities undefined if there is no data. */
  take(
    run: Run,
    represented: Represented,
    entities: unknown,
    errors: readonly GraphQLError[] | undefined,
  ): void;
}

function demandEntities(entities: unknown, count: number): readonly unknown[] {
  if (!Array.isArray(entities)) throw new Error('The subgraph returned no list of entities.');
  if (entities.length !== count) {
    throw new Error(`The subgraph returned ${entities.length} entities instead of ${count}.`);
  }
  return entities;
}

/** Entities of a result; undefined if it has no data. */
export const entitiesOf = ({ data }: ExecutionResult, name: string): unknown =>
  data ? (data[name] ?? null) : undefined;

function representing(
  { requires = [], inputRewrites }: FetchNode,
  paths: readonly Path[],
  isOfType: IsOfType,
): EntityFetch['represent'] {
  const represent = representation(requires, isOfType);
  const before = changes(inputRewrites, isOfType);
  return (starts) => {
    const at = objectsAt(starts, paths);
    const representations: JsonObject[] = [];
    const objects: JsonObject[] = [];
    const positions: number[] = [];
    for (let position = 0; position < at.length; position += 1) {
      const object = at[position] as JsonObject;
      const made = represent(object);
      if (!made?.__typename) continue;
      before?.(made);
      representations.push(made);
      objects.push(object);
      positions.push(position);
    }
    return { representations, objects, positions };
  };
}

/**
 * A subgraph with an `@interfaceObject` knows the interface of an object alone. Its name must not
 * replace that of the object's own type, whichever of two parallel answers comes last.
 */
function keepTypeName(object: JsonObject, entity: JsonObject, isOfType: IsOfType): void {
  const { __typename: said } = entity;
  if (typeof said === 'string' && isOfType(object, said, false)) {
    entity.__typename = object.__typename;
  }
}

function merging({ outputRewrites }: FetchNode, isOfType: IsOfType) {
  const after = changes(outputRewrites, isOfType);
  return (entities: readonly unknown[], objects: readonly JsonObject[]): void => {
    for (let index = 0; index < entities.length; index += 1) {
      const entity = entities[index];
      const object = objects[index];
      if (!object || !isRecord(entity)) continue;
      if (after !== null) {
        // Rewrites need the type name, which a subgraph may omit.
        if (!entity.__typename) entity.__typename = object.__typename;
        after(entity);
      }
      keepTypeName(object, entity, isOfType);
      merge(object, entity);
    }
  };
}

/** @param path of the objects that the step is run for. */
export function entityFetch(
  node: FetchNode,
  paths: readonly Path[],
  path: Path,
  dependencies: FetchDependencies,
): EntityFetch {
  const ask = askOf(node.serviceName, textOf(node), dependencies);
  const variables = variablesOf([node]);
  const mergeInto = merging(node, dependencies.isOfType);
  const places = paths.map((below) => [...path, ...below]);
  const take: EntityFetch['take'] = (run, { objects, positions }, entities, errors) => {
    if (errors) {
      const failed = { service: node.serviceName, paths: places, positions };
      addErrors(run, errors, failed, entities === undefined);
    }
    if (entities !== undefined) mergeInto(demandEntities(entities, objects.length), objects);
  };
  return {
    node,
    paths,
    represent: representing(node, paths, dependencies.isOfType),
    take,
    send: async (run, represented) => {
      const { representations } = represented;
      const sent = { ...variables(run), [representationsVariable]: representations };
      const result = await ask(run, sent, representations.length);
      take(run, represented, entitiesOf(result, entitiesField), result.errors);
    },
  };
}

/** A fetch that is sent by itself. */
export function entityStep(fetch: EntityFetch): Step {
  return (run, at) =>
    guarded(run, async () => {
      const represented = fetch.represent(at);
      if (represented.representations.length > 0) await fetch.send(run, represented);
    });
}
