import type { GraphQLRequestContextDidResolveSource } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { InvalidOperation } from '../errors';
import type { Exchange, GatewayContext } from '../http/exchange';
import type { OperationDocuments } from './documents';
import type { Variables } from './shape';
import { coerceVariables } from './variables';

/** Apollo Server goes on with this in place of a text that was refused; it is never executed. */
const refusedDocument = parse('{ __typename }');

/**
 * Apollo Server parses and validates no text whose document it has already. What is wrong with the
 * text is kept for `didResolveOperation`, since it answers what `didResolveSource` throws with 500.
 */
export function readDocument(
  context: GraphQLRequestContextDidResolveSource<GatewayContext>,
  documents: OperationDocuments,
): void {
  const { schema, source, queryHash, contextValue } = context;
  const target = context as { document?: DocumentNode };
  try {
    target.document = documents.read(schema, source, queryHash);
  } catch (error) {
    if (!(error instanceof InvalidOperation || error instanceof GraphQLError)) throw error;
    target.document = refusedDocument;
    contextValue.exchange.invalid =
      error instanceof InvalidOperation ? error : new InvalidOperation([error]);
  }
}

/** @throws the first of the errors; all are kept with the exchange. */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  sent: Variables,
  exchange: Exchange,
): void {
  try {
    exchange.variables = coerceVariables(schema, operation, sent);
  } catch (error) {
    if (!(error instanceof InvalidOperation)) throw error;
    exchange.invalid = error;
    throw error.errors[0];
  }
}
