import { gatewayError } from '../errors';
import type { PlanNode, PlannedOperation } from './compiled/plan';
import { representationsVariable } from './subgraph-fetch';

/** Whether a fetch of entities needs a variable of the client with the name of its own. */
function isTaken(node: PlanNode | undefined): boolean {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(isTaken);
    case 'Flatten':
      return isTaken(node.node);
    case 'Condition':
      return isTaken(node.ifClause) || isTaken(node.elseClause);
    case 'Fetch':
      return (
        node.requires !== undefined &&
        node.variableUsages?.includes(representationsVariable) === true
      );
    default:
      return false;
  }
}

/** @throws GRAPHQL_VALIDATION_FAILED for a variable with the name of that of fetches of entities. */
export function demandFreeVariable({ queryPlan }: PlannedOperation): void {
  if (!isTaken(queryPlan.node as PlanNode | undefined)) return;
  throw gatewayError(
    'GRAPHQL_VALIDATION_FAILED',
    `The name of the variable "$${representationsVariable}" is reserved. Choose another one.`,
  );
}
