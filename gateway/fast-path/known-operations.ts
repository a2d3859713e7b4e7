import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { FindCompiled, RunCompiled } from '../executor';
import type { OperationDocuments } from '../operation/documents';
import { hashOf } from '../operation/hash';
import type { PersistedOperations } from '../operation/persisted-operations';
import type { ServedSchema } from '../served-schema';
import type { SentQuery } from './sent-query';

/** An operation that was parsed, validated, planned and compiled before. */
export interface KnownOperation {
  readonly schema: GraphQLSchema;
  readonly source: string;
  readonly queryHash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly isFromHash: boolean;
  readonly run: RunCompiled;
}

export interface KnownOperationsOptions {
  readonly served: ServedSchema;
  readonly documents: OperationDocuments;
  readonly persisted: Pick<PersistedOperations, 'find'>;
  readonly findCompiled: FindCompiled;
}

/** Finds operations in the caches that Apollo Server's path fills. */
export function knownOperations(options: KnownOperationsOptions) {
  const { served, documents, persisted, findCompiled } = options;

  /**
   * @returns null if Apollo Server has to answer.
   * @throws InvalidOperation if a limit of the text was lowered since it was read.
   */
  return async (sent: SentQuery): Promise<KnownOperation | null> => {
    const { operationName } = sent;
    const { api: schema } = served;
    if (schema === null) return null;
    const queryHash = sent.hash ?? hashOf(sent.text ?? '');
    const run = documents.knows(schema, queryHash) ? findCompiled(queryHash, operationName) : null;
    if (run === null) return null;
    // A hash that was not persisted, or no longer is, is not found, although its text is known.
    const source = sent.text ?? (await persisted.find(queryHash));
    if (!source || !documents.knows(schema, queryHash)) return null;
    const document = documents.read(schema, source, queryHash);
    const operation = getOperationAST(document, operationName);
    if (!operation) return null;
    const isFromHash = sent.text === null;
    return { schema, source, queryHash, document, operation, isFromHash, run };
  };
}

export type FindKnown = ReturnType<typeof knownOperations>;
