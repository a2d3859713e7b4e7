import { type FetchDependencies, fetchStep } from './fetch';
import { own } from './json';
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

function flatten(path: Path, inner: Step): Step {
  return async (run, at) => {
    const objects = at.flatMap((object) => objectsAt(object, path));
    if (objects.length > 0) await inner(run, objects);
  };
}

function condition(variable: string, whenTrue: Step, whenFalse: Step): Step {
  return (run, at) => (own(run.variables, variable) ? whenTrue : whenFalse)(run, at);
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
      return parallel(node.nodes.map((one) => stepOf(one, path, dependencies)));
    case 'Flatten':
      return flatten(node.path, stepOf(node.node, [...path, ...node.path], dependencies));
    case 'Fetch':
      return fetchStep(node, path, dependencies);
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
