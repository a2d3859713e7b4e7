import type { ApolloGateway } from '@apollo/gateway';
import {
  type FieldNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { asError } from '../../platform/values/as-error';
import { gatewayError } from '../errors';
import type { FetchNode, Path, PlanNode, PlannedOperation, Selection } from './compiled/plan';
import type { Operation } from './compiled/selections';
import { representationsVariable } from './subgraph-fetch';

type Executor = ApolloGateway['executor'];
type Sets = readonly SelectionSetNode[];

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const isOtherObject = (schema: GraphQLSchema, one: string, other: string): boolean =>
  one !== other && isObjectType(schema.getType(one)) && isObjectType(schema.getType(other));

/** @param type of the objects; undefined if fields of all types are wanted. */
function fieldsIn(of: Operation, sets: Sets, type: string | undefined): FieldNode[] {
  const fieldsOf = (selection: SelectionNode): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : of.fragments[selection.name.value];
    const condition = inner?.typeCondition?.name.value;
    const isOther = condition && type && isOtherObject(of.schema, condition, type);
    return inner === undefined || isOther ? [] : fieldsIn(of, [inner.selectionSet], type);
  };
  return sets.flatMap(({ selections }) => selections.flatMap(fieldsOf));
}

const setsOf = (fields: readonly FieldNode[]): Sets =>
  fields.flatMap(({ selectionSet }) => selectionSet ?? []);

/** What the client selects of the objects at a path of a plan. */
const selectedAt = (of: Operation, path: Path): Sets =>
  path
    .filter((part) => part !== '@')
    .reduce<Sets>(
      (sets, part) =>
        setsOf(fieldsIn(of, sets, undefined).filter((field) => responseName(field) === part)),
      [of.operation.selectionSet],
    );

/**
 * A required field in whose place the client has another one; null if there is none. That may be one
 * of the same fetch: without its answer, the client would get the required value for it.
 */
function hiddenIn(
  of: Operation,
  required: readonly Selection[],
  sets: Sets,
  type?: string,
): string | null {
  for (const selection of required) {
    const { selections = [] } = selection;
    let found: string | null;
    if (selection.kind === 'InlineFragment') {
      found = hiddenIn(of, selections, sets, selection.typeCondition ?? type);
    } else {
      const { name } = selection;
      const inPlace = fieldsIn(of, sets, type).filter((field) => responseName(field) === name);
      if (inPlace.some((field) => field.name.value !== name)) return name;
      found = hiddenIn(of, selections, setsOf(inPlace));
    }
    if (found !== null) return found;
  }
  return null;
}

const refusal = (problem: string) =>
  gatewayError('GRAPHQL_VALIDATION_FAILED', `${problem} Choose another one.`);

function demandFetch(of: Operation, node: FetchNode, path: Path): void {
  if (node.requires && node.variableUsages?.includes(representationsVariable)) {
    throw refusal(`The name of the variable "$${representationsVariable}" is reserved.`);
  }
  const hidden = hiddenIn(of, node.requires ?? [], selectedAt(of, path));
  if (hidden === null) return;
  throw refusal(
    `The alias "${hidden}" hides the field "${hidden}", which other fields here depend on.`,
  );
}

function demandIn(of: Operation, node: PlanNode | undefined, path: Path): void {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const one of node.nodes) demandIn(of, one, path);
      return;
    case 'Flatten':
      demandIn(of, node.node, [...path, ...node.path]);
      return;
    case 'Condition':
      demandIn(of, node.ifClause, path);
      demandIn(of, node.elseClause, path);
      return;
    case 'Fetch':
      demandFetch(of, node, path);
  }
}

/**
 * The planner adds the keys, and what else a subgraph requires, to the fields that a client selects.
 * It does not see that an alias of the client has such a name: one field gets the value of the other.
 * @throws GRAPHQL_VALIDATION_FAILED for such an alias, and for a variable with the name of that of
 * the fetch.
 */
export const demandFreeNames = ({ queryPlan, operationContext }: PlannedOperation): void =>
  demandIn(operationContext, queryPlan.node as PlanNode | undefined, []);

/** What the planner says if it cannot add a field below an alias that selects another type. */
const cannotAdd = /^Cannot add selection of field "(\w+)\.\w+" to selection set/;

/** @throws GRAPHQL_VALIDATION_FAILED for an alias with which the planner fails. */
export function withFreeNames(run: Executor): Executor {
  return async (request) => {
    try {
      return await run(request);
    } catch (error) {
      const type = cannotAdd.exec(asError(error).message)?.[1];
      if (type === undefined) throw error;
      throw refusal(
        `An alias hides a field of the type "${type}", which other fields here depend on.`,
      );
    }
  };
}
