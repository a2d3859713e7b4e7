import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { InvalidOperation } from '../errors';
import { refusalErrorsMax } from '../limits';
import type { Variables } from './shape';

/**
 * Coerces what a client sent for the variables of its operation. It stops after a few faults: each
 * message quotes the value that it is about, which may be the whole input.
 * @throws InvalidOperation with BAD_USER_INPUT.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Variables,
): Variables {
  // graphql-js reports one more: that there are more.
  const options = { maxErrors: refusalErrorsMax - 1 };
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, sent, options);
  if (coerced) return coerced;
  throw InvalidOperation.of(errors, 'BAD_USER_INPUT');
}
