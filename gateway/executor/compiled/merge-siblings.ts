import type { FetchNode, PlanNode } from './plan';

/** The text of a fetch without its name, which numbers the fetches of an operation. */
function unnamed({ operation, operationName }: FetchNode): string {
  return operationName === undefined ? operation : operation.replace(operationName, '');
}

/** All of an entity fetch that decides what is sent and what is done with the answer. */
function fetchShape(node: FetchNode): string | null {
  const { serviceName, variableUsages, requires, inputRewrites, outputRewrites } = node;
  if (requires === undefined) return null;
  return JSON.stringify([
    serviceName,
    unnamed(node),
    variableUsages,
    requires,
    inputRewrites,
    outputRewrites,
    node.contextRewrites,
  ]);
}

function listShape(kind: string, nodes: readonly PlanNode[]): string | null {
  const shapes = nodes.map(shapeOf);
  return shapes.includes(null) ? null : `${kind}[${shapes.join()}]`;
}

/** The same for nodes that differ in the paths of their objects only; null for all others. */
function shapeOf(node: PlanNode): string | null {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return listShape(node.kind, node.nodes);
    case 'Flatten':
      return node.node.kind === 'Fetch' ? fetchShape(node.node) : null;
    default:
      return null;
  }
}

/**
 * Groups nodes of a parallel part that make the same fetches for objects at other paths, such as
 * those of two aliases of one field. Their entities are fetched together.
 */
export function siblingsOf(nodes: readonly PlanNode[]): readonly (readonly PlanNode[])[] {
  const groups = new Map<string | PlanNode, PlanNode[]>();
  for (const node of nodes) {
    const key = shapeOf(node) ?? node;
    const group = groups.get(key);
    if (group) group.push(node);
    else groups.set(key, [node]);
  }
  return [...groups.values()];
}
