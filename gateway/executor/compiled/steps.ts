import { combinedSteps } from './combined-fetch';
import { type EntityFetch, entityFetch, entityStep } from './entity-fetch';
import { type FetchDependencies, rootFetch } from './fetch';
import { own } from './json';
import { siblingsOf } from './merge-siblings';
import { objectsAt } from './paths';
import type { Path, PlanNode } from './plan';
import type { Step } from './run';

const nothing: Step = async () => undefined;

function sequence(steps: readonly Step[]): Step {
  return async (run, at) => {
    for (const step of steps) await step(run, at);
  };
}

function parallel(steps: readonly Step[]): Step {
  return async (run, at) => {
    await Promise.all(steps.map((step) => step(run, at)));
  };
}

function flatten(paths: readonly Path[], inner: Step): Step {
  return async (run, at) => {
    const objects = objectsAt(at, paths);
    if (objects.length > 0) await inner(run, objects);
  };
}

function condition(variable: string, whenTrue: Step, whenFalse: Step): Step {
  return (run, at) => (own(run.variables, variable) ? whenTrue : whenFalse)(run, at);
}

/** @returns null for nodes that are no fetches of entities. */
function entityFetchOf(
  nodes: readonly PlanNode[],
  path: Path,
  dependencies: FetchDependencies,
): EntityFetch | null {
  const [first] = nodes;
  if (first?.kind !== 'Flatten' || first.node.kind !== 'Fetch' || !first.node.requires) return null;
  const paths = nodes.flatMap((node) => (node.kind === 'Flatten' ? [node.path] : []));
  return entityFetch(first.node, paths, path, dependencies);
}

/** Siblings are fetched together, and what is left is sent to each service as one request. */
function parallelOf(nodes: readonly PlanNode[], path: Path, dependencies: FetchDependencies): Step {
  const fetches: EntityFetch[] = [];
  const steps: Step[] = [];
  for (const same of siblingsOf(nodes)) {
    const fetch = entityFetchOf(same, path, dependencies);
    if (fetch === null) steps.push(togetherOf(same, path, dependencies));
    else fetches.push(fetch);
  }
  const services = Map.groupBy(fetches, ({ node }) => node.serviceName);
  for (const group of services.values()) steps.push(...combinedSteps(group, dependencies));
  return parallel(steps);
}

/** Compiles nodes that differ in the paths of their objects only. */
function togetherOf(nodes: readonly PlanNode[], path: Path, dependencies: FetchDependencies): Step {
  const [first] = nodes;
  if (first === undefined || nodes.length === 1) return stepOf(first, path, dependencies);
  const fetch = entityFetchOf(nodes, path, dependencies);
  if (fetch !== null) return entityStep(fetch);
  const inner = nodes.flatMap((node) => ('nodes' in node ? [node.nodes] : []));
  if (first.kind === 'Parallel') return parallelOf(inner.flat(), path, dependencies);
  const places = (inner[0] ?? []).map((_, place) => inner.flatMap((steps) => steps[place] ?? []));
  return sequence(places.map((same) => togetherOf(same, path, dependencies)));
}

/**
 * Compiles a plan node; everything that does not depend on the request is decided now.
 * @param path the path of the node's objects.
 */
export function stepOf(
  node: PlanNode | undefined,
  path: Path,
  dependencies: FetchDependencies,
): Step {
  if (!node) return nothing;
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((one) => stepOf(one, path, dependencies)));
    case 'Parallel':
      return parallelOf(node.nodes, path, dependencies);
    case 'Flatten':
      return flatten([node.path], stepOf(node.node, [...path, ...node.path], dependencies));
    case 'Fetch':
      if (!node.requires) return rootFetch(node, path, dependencies);
      return entityStep(entityFetch(node, [[]], path, dependencies));
    case 'Condition':
      return condition(
        node.condition,
        stepOf(node.ifClause, path, dependencies),
        stepOf(node.elseClause, path, dependencies),
      );
    case 'Defer':
      throw new Error('`@defer` is not supported.');
  }
}
