import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { InvalidOperation } from '../errors';
import { refusalErrorsMax } from '../limits';
import type { Variables } from './shape';

/**
 * Coerces the variables of an operation. Stops after a few errors, because each message quotes its
 * value, which may be the whole input.
 * @throws InvalidOperation with BAD_USER_INPUT.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Variables,
): Variables {
  // graphql-js adds an error that says there are more.
  const options = { maxErrors: refusalErrorsMax - 1 };
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, sent, options);
  if (coerced) return coerced;
  throw InvalidOperation.of(errors, 'BAD_USER_INPUT');
}
