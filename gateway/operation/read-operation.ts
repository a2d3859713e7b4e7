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

/** Placeholder for a rejected text, so that Apollo Server continues; it is never executed. */
const refusedDocument = parse('{ __typename }');

/**
 * Sets the document, so that Apollo Server does not parse and validate again. Errors are stored for
 * `didResolveOperation`, because Apollo Server answers exceptions in `didResolveSource` with 500.
 */
export function readDocument(
  context: GraphQLRequestContextDidResolveSource<GatewayContext>,
  documents: OperationDocuments,
): void {
  const { schema, source, queryHash, contextValue } = context;
  const { exchange } = contextValue;
  const target = context as { document?: DocumentNode };
  const isKnown = documents.knows(schema, queryHash);
  try {
    target.document = documents.read(schema, source, queryHash, exchange.admitted);
    if (!isKnown) exchange.newTextCharacters = source.length;
  } catch (error) {
    if (!(error instanceof InvalidOperation || error instanceof GraphQLError)) throw error;
    target.document = refusedDocument;
    exchange.invalid = error instanceof InvalidOperation ? error : new InvalidOperation([error]);
  }
}

/** @throws the first error; all errors are stored in the exchange. */
export function readVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
  exchange: Exchange,
): void {
  try {
    exchange.variables = coerceVariables(schema, document, operation, sent);
  } catch (error) {
    if (!(error instanceof InvalidOperation)) throw error;
    exchange.invalid = error;
    throw error.errors[0];
  }
}
