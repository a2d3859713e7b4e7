import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { isRecord } from '../../platform/config/is-record';
import { badRequest, gatewayError } from '../errors';
import type { Charge, Exchange, OperationCost } from '../http/exchange';
import type { OperationLimits } from '../limits';
import {
  chargeOf,
  costOf,
  demandAffordable,
  type OperationMeasure,
  operationMeasures,
} from '../operation/cost';
import { operationDocuments } from '../operation/documents';
import { hashOf } from '../operation/hash';
import type { RegisteredOperations } from '../operation/registered-operations';
import { coerceVariables } from '../operation/variables';
import { asChangesQuery, asQuery, type ChangesVariables, watchedNode } from './as-query';
import { watchedDocumentsBytesMax } from './limits';
import type { PersistedText } from './persisted-text';

type Variables = Readonly<Record<string, unknown>>;

/** What a subscription watches. */
export type WatchTarget =
  | { readonly field: 'orderUpdated'; readonly orderId: string }
  | {
      readonly field: 'ordersChanged';
      /** The filter as it was sent, not coerced. */
      readonly filter: Variables;
      readonly variables: ChangesVariables;
    };

/** A subscription that passed all checks of an operation. */
export interface Watch {
  readonly target: WatchTarget;
  /** The response name of the root field. */
  readonly name: string;
  readonly query: string;
  readonly variables: Variables;
  readonly operationName: string | undefined;
  readonly cost: OperationCost;
  readonly charge: Charge;
  readonly text: string;
  /** The hash under which the text is to be persisted; null if it is not. */
  readonly persistAs: string | null;
}

interface Body {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** @throws BAD_REQUEST unless it is a single GraphQL-over-HTTP request. */
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

function subscriptionOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation?.operation === 'subscription') return operation;
  const message = operation
    ? 'Only subscriptions are served here: send queries and mutations to /graphql.'
    : 'Name one of the operations of the document in `operationName`.';
  throw gatewayError('OPERATION_RESOLUTION_FAILURE', message);
}

interface Read {
  readonly target: WatchTarget;
  readonly query: string;
}

function orderRead(document: DocumentNode, operation: OperationDefinitionNode, id: string): Read {
  const orderId = id.toLowerCase();
  return { target: { field: 'orderUpdated', orderId }, query: asQuery(document, operation) };
}

function changesRead(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  node: FieldNode,
  sent: Variables,
): Read {
  const values = new Map<string, unknown>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (Object.hasOwn(sent, name)) values.set(name, sent[name]);
    else if (defaultValue) values.set(name, valueFromASTUntyped(defaultValue));
  }
  const argument = node.arguments?.find(({ name }) => name.value === 'filter');
  const filter = argument && valueFromASTUntyped(argument.value, Object.fromEntries(values));
  const { query, variables } = asChangesQuery(document, operation);
  const target = {
    field: 'ordersChanged',
    filter: isRecord(filter) ? filter : {},
    variables,
  } as const;
  return { target, query };
}

export interface AdmissionOptions {
  readonly schema: () => GraphQLSchema;
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly registered: Pick<RegisteredOperations, 'demandHash'>;
  readonly persistedText: PersistedText;
}

type Admission = (body: unknown, exchange: Pick<Exchange, 'registeredOnly'>) => Promise<Watch>;

/** Turns the body of a request into a checked subscription. */
export function admission(options: AdmissionOptions): Admission {
  const { schema, limits, introspection, registered, persistedText } = options;
  const measureOf = operationMeasures();
  const documents = operationDocuments({
    limits,
    introspection,
    bytesMax: watchedDocumentsBytesMax,
  });

  return async (raw, { registeredOnly }) => {
    const { query, operationName, variables, extensions } = bodyOf(raw);
    const { text, persistAs } = await persistedText(query, extensions.persistedQuery);
    const hash = persistAs ?? hashOf(text);
    if (registeredOnly) registered.demandHash(hash);
    const document = documents.read(schema(), text, hash);
    const operation = subscriptionOf(document, operationName);
    const values = coerceVariables(schema(), document, operation, variables);
    const found: OperationMeasure = measureOf(schema(), document, operation);
    const cost = costOf(operation, found, variables, limits);
    const node = watchedNode(document, operation);
    const field = node && schema().getSubscriptionType()?.getFields()[node.name.value];
    if (!field) {
      throw gatewayError('GRAPHQL_VALIDATION_FAILED', 'The subscription selects no root field.');
    }
    demandAffordable(found, cost, limits);
    const isList = field.name === 'ordersChanged';
    const { target, query: read } = isList
      ? changesRead(document, operation, node, variables)
      : orderRead(document, operation, String(getArgumentValues(field, node, values).id));
    return {
      target,
      name: (node.alias ?? node.name).value,
      query: read,
      variables,
      operationName: operation.name?.value,
      cost,
      charge: chargeOf(found, cost, variables),
      text,
      persistAs,
    };
  };
}
