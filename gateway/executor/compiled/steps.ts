import { type FetchDependencies, fetchStep } from './fetch';
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
    const objects = paths.flatMap((path) => at.flatMap((object) => objectsAt(object, path)));
    if (objects.length > 0) await inner(run, objects);
  };
}

function condition(variable: string, whenTrue: Step, whenFalse: Step): Step {
  return (run, at) => (own(run.variables, variable) ? whenTrue : whenFalse)(run, at);
}

/** Each list of siblings that are fetched together is one step. */
function parallelOf(nodes: readonly PlanNode[], path: Path, dependencies: FetchDependencies): Step {
  return parallel(siblingsOf(nodes).map((same) => togetherOf(same, path, dependencies)));
}

/** Compiles nodes that differ in the paths of their objects only. */
function togetherOf(nodes: readonly PlanNode[], path: Path, dependencies: FetchDependencies): Step {
  const [first] = nodes;
  if (first === undefined || nodes.length === 1) return stepOf(first, path, dependencies);
  if (first.kind === 'Flatten' && first.node.kind === 'Fetch') {
    const paths = nodes.flatMap((node) => (node.kind === 'Flatten' ? [node.path] : []));
    const places = paths.map((below) => [...path, ...below]);
    return flatten(paths, fetchStep(first.node, places, dependencies));
  }
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
      return fetchStep(node, [path], dependencies);
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
