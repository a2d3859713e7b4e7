import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { badRequest, gatewayError } from '../errors';
import { type GatewayLimits, watchedDocumentsCharactersMax } from '../limits';
import {
  chargeOf,
  costOf,
  demandAffordable,
  type OperationCost,
  type OperationMeasure,
  operationMeasures,
} from '../operation-cost';
import type { Charge } from '../rate-limit';
import { asQuery, versionTokens, watchedNode } from './as-query';
import type { PersistedText } from './persisted-text';
import { watchedField } from './schema';

/** What a client asked to watch, after all that is asked of any operation. */
export interface Watch {
  readonly orderId: string;
  /** The name of the root field in the answers. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly cost: OperationCost;
  readonly charge: Charge;
  readonly text: string;
  /** The hash under which the client wants the text kept; null where it does not. */
  readonly keepUnder: string | null;
}

/** The request is no operation that may run: one or several errors, as validation finds them. */
export class NotAdmitted extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
  }
}

interface Body {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** @throws BAD_REQUEST unless it is one operation in the form of GraphQL over HTTP. */
function bodyOf(body: unknown): Body {
  if (!isRecord(body)) throw badRequest('Send one operation, as a JSON object.');
  const query = body.query ?? undefined;
  const operationName = body.operationName ?? undefined;
  const variables = body.variables ?? {};
  const extensions = body.extensions ?? {};
  if (!isText(query)) throw badRequest('`query` is a text.');
  if (!isText(operationName)) throw badRequest('`operationName` is a text.');
  if (!isRecord(variables)) throw badRequest('`variables` is an object.');
  if (!isRecord(extensions)) throw badRequest('`extensions` is an object.');
  return { query, operationName, variables, extensions };
}

function parsed(text: string, limits: GatewayLimits): DocumentNode {
  try {
    return parse(text, { maxTokens: limits.tokensMax - versionTokens, noLocation: false });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { message, source, positions } = error;
    const extensions = { code: 'GRAPHQL_PARSE_FAILED' };
    throw new GraphQLError(message, { source, positions, extensions });
  }
}

function demandValid(schema: GraphQLSchema, document: DocumentNode): void {
  const problems = validate(schema, document);
  if (problems.length === 0) return;
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  throw new NotAdmitted(
    problems.map(({ message, nodes }) => new GraphQLError(message, { nodes, extensions })),
  );
}

function subscriptionOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation?.operation === 'subscription') return operation;
  const message = operation
    ? 'Only subscriptions are served here: send queries and mutations to /graphql.'
    : 'Name one of the operations of the document in `operationName`.';
  throw gatewayError('OPERATION_RESOLUTION_FAILURE', message);
}

type Variables = Readonly<Record<string, unknown>>;

/** @throws NotAdmitted with BAD_USER_INPUT for variables that are not what their types say. */
function coerced(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const result = getVariableValues(schema, variableDefinitions, variables);
  if (result.coerced) return result.coerced;
  throw new NotAdmitted(
    result.errors.map(({ message }) => gatewayError('BAD_USER_INPUT', message)),
  );
}

export interface AdmissionOptions {
  readonly schema: () => GraphQLSchema;
  readonly limits: GatewayLimits;
  readonly persistedText: PersistedText;
}

type Admission = (body: unknown) => Promise<Watch>;

/** From the body of a request to what is to be watched. */
export function admission({ schema, limits, persistedText }: AdmissionOptions): Admission {
  const measureOf = operationMeasures();
  // Thousands of clients send the same few texts, all at once where a gateway was restarted.
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: watchedDocumentsCharactersMax,
    sizeCalculation: (_, text) => text.length,
  });

  const documentOf = (text: string): DocumentNode => {
    const known = documents.get(text);
    if (known) return known;
    const document = parsed(text, limits);
    demandValid(schema(), document);
    documents.set(text, document);
    return document;
  };

  return async (raw) => {
    const { query, operationName, variables, extensions } = bodyOf(raw);
    const { text, keepUnder } = await persistedText(query, extensions.persistedQuery);
    const document = documentOf(text);
    const operation = subscriptionOf(document, operationName);
    const values = coerced(schema(), operation, variables);
    const found: OperationMeasure = measureOf(schema(), document, operation);
    const cost = costOf(operation, found, variables, limits);
    demandAffordable(found, cost, limits);
    const node = watchedNode(document, operation);
    const field = schema().getSubscriptionType()?.getFields()[watchedField];
    if (!node || !field) throw new Error('Validation let a subscription without a field pass.');
    const { id } = getArgumentValues(field, node, values);
    return {
      orderId: String(id).toLowerCase(),
      name: (node.alias ?? node.name).value,
      query: asQuery(document, operation),
      variables,
      operationName: operation.name?.value,
      cost,
      charge: chargeOf(found, cost),
      text,
      keepUnder,
    };
  };
}
