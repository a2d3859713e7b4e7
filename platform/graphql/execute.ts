import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  KnownArgumentNamesRule,
  KnownTypeNamesRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  OperationTypeNode,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  parse,
  ScalarLeafsRule,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  VariablesInAllowedPositionRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { withReplicas } from '../database/replicas';
import { isDatabaseUnavailable } from '../net/unavailable';
import { publicError } from '../requests/public-error';
import { whenAborted } from '../requests/when-aborted';
import { lookupRecorder } from '../telemetry/cache-lookups';
import { loggedPath } from '../telemetry/logged-text';
import { traced } from '../telemetry/tracing';
import { treeBytes } from '../values/heap-bytes';
import { AnswerBudget, type AnswerLimits, countObjects } from './answer-budget';
import { AnswerSlot } from './answer-slot';
import { badUserInput } from './errors';
import { renewLoaders } from './request-loaders';
import type { RequestScope } from './request-scope';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export type Execute = (request: GraphqlRequest, scope: RequestScope) => Promise<ExecutionResult>;

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (scope: RequestScope) => object;
  readonly logger: Logger;
  /** Name of the schema in traces and metrics. */
  readonly name?: string;
  readonly registry?: Registry;
  /** The limits of answers; absent for callers that are services. */
  readonly answerLimits?: AnswerLimits;
}

/**
 * Parsed and validated documents cached per schema; the gateway's plans repeat a few.
 * @exceeded the least recently used go first
 * @test platform/graphql/execute.test.ts
 */
const documentsMax = 2_000;
/**
 * Memory of these documents.
 * @exceeded the least recently used go first
 * @test platform/graphql/execute.test.ts
 */
const documentsBytesMax = 20_000_000;
/**
 * Longer text contains values of a client and will hardly be sent again.
 * @exceeded it runs, but is not kept
 * @test platform/graphql/execute.test.ts
 */
const cachedTextCharactersMax = 20_000;
/** Overhead of a cache entry. */
const entryBytes = 1_000;
/** The size of a character in a string that is not Latin-1. */
const bytesPerCharacter = 2;
/** Root fields in the name of an execution's span. */
const namedFieldsMax = 3;

/** An argument that is null or missing only when the operation runs, because a variable is. */
const badArgument = /^Argument "(\w{1,100})" (?:of|has) /;

function argumentError(error: GraphQLError): GraphQLError | null {
  const [, argument] = badArgument.exec(error.message) ?? [];
  if (argument === undefined || error.extensions.code !== undefined) return null;
  const { nodes, path, message } = error;
  // Paths begin below the argument `input`, as those of ValidationError.
  const { extensions } = badUserInput(message, ...(argument === 'input' ? [] : [argument]));
  return new GraphQLError(message, { nodes, path, extensions });
}

/**
 * Errors with one of our codes are public. Any other error is a fault: it is logged with the
 * request id, and the client gets that id and whether a retry may help, but no internals.
 */
function maskError(error: GraphQLError, scope: RequestScope, logger: Logger): GraphQLError {
  const cause = error.originalError;
  if (cause === undefined || cause instanceof GraphQLError) return argumentError(error) ?? error;
  const path = loggedPath(error.path);
  logger.error({ err: cause, requestId: scope.requestId, path }, 'a resolver failed');
  const masked = isDatabaseUnavailable(cause)
    ? publicError('SERVICE_UNAVAILABLE', 'A part of the system does not answer just now.')
    : publicError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  const { nodes, path: at } = error;
  const shown = new GraphQLError(masked.message, {
    nodes,
    path: at,
    extensions: masked.extensions,
  });
  // Never serialized; a command that calls a schema in its own process shows it to the operator.
  shown.cause = cause;
  return shown;
}

interface KnownDocument {
  readonly document: DocumentNode;
  /** The root fields, for the name of the span. */
  readonly title: string;
}

function titleOf(document: DocumentNode): string {
  const fields = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  );
  const names = fields.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []));
  return [...new Set(names)].slice(0, namedFieldsMax).join(' ');
}

/**
 * Rules that depend on the schema, since another release may have planned the document, and the one
 * against endless recursion. What the others forbid, such as a name twice or fields that cannot be
 * merged, is in no document of the gateway or of a service; they are half of the work.
 */
const rules: readonly ValidationRule[] = [
  KnownTypeNamesRule,
  FragmentsOnCompositeTypesRule,
  PossibleFragmentSpreadsRule,
  FieldsOnCorrectTypeRule,
  ScalarLeafsRule,
  KnownArgumentNamesRule,
  ProvidedRequiredArgumentsRule,
  ValuesOfCorrectTypeRule,
  NoUndefinedVariablesRule,
  VariablesInAllowedPositionRule,
  NoFragmentCyclesRule,
];

/** Parses and validates, with a cache. Invalid documents are not cached. */
function documentCache(schema: GraphQLSchema, registry: Registry | undefined) {
  const documents = new LRUCache<string, KnownDocument>({
    max: documentsMax,
    maxSize: documentsBytesMax,
    sizeCalculation: ({ document }, query) =>
      entryBytes + query.length * bytesPerCharacter + treeBytes(document),
  });
  const recordLookup = lookupRecorder(registry, 'documents');
  return (query: string): KnownDocument | readonly GraphQLError[] => {
    const known = documents.get(query);
    recordLookup(known !== undefined);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const problems = validate(schema, document, rules);
    if (problems.length > 0) return problems;
    const entry = { document, title: titleOf(document) };
    if (query.length <= cachedTextCharactersMax) documents.set(query, entry);
    return entry;
  };
}

export interface LimitedExecution {
  readonly limits: AnswerLimits;
  readonly execution: ExecutionArgs;
  readonly contextFor: (answerBudget: AnswerBudget) => object;
}

const isQuery = ({ document, operationName }: ExecutionArgs): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;

/**
 * Ends as soon as the answer has too many objects: the partial answer is dropped and no further
 * field is resolved. Committed mutations stay. A query also ends when its caller disconnects. An
 * extension reports the number of objects to the gateway, which adds up several answers.
 */
function executeInSlot(
  { limits, execution, contextFor }: LimitedExecution,
  slot: AnswerSlot,
  signal: AbortSignal,
): Promise<ExecutionResult> {
  return new Promise((resolve, reject) => {
    const budget = new AnswerBudget({ ...limits }, slot, (error) => {
      stopWaiting();
      resolve({ data: null, errors: [error] });
    });
    const onAbort = () => budget.end(publicError('TIMEOUT', 'The caller disconnected.'));
    const stopWaiting = isQuery(execution) ? whenAborted(signal, onAbort) : () => undefined;
    const contextValue = budget.attachTo(contextFor(budget));
    Promise.resolve(execute({ ...execution, contextValue })).then((result) => {
      stopWaiting();
      resolve({ ...result, extensions: { objects: budget.objects } });
    }, reject);
  });
}

/** A large answer keeps its slot until it is built, or until its caller releases it. */
export async function executeWithLimits(
  limited: LimitedExecution,
  { signal, answerSlot }: Pick<RequestScope, 'signal' | 'answerSlot'>,
): Promise<ExecutionResult> {
  if (answerSlot) return executeInSlot(limited, answerSlot, signal);
  const slot = new AnswerSlot(signal);
  try {
    return await executeInSlot(limited, slot, signal);
  } finally {
    slot.release();
  }
}

/** Runs documents against one schema. */
export function createExecutor(options: ExecutorOptions): Execute {
  const { schema, createContext, logger, name = 'schema', registry, answerLimits } = options;
  renewLoaders(schema);
  if (answerLimits) countObjects(schema);
  const documentOf = documentCache(schema, registry);
  const run = async (
    { document }: KnownDocument,
    request: GraphqlRequest,
    scope: RequestScope,
  ): Promise<ExecutionResult> => {
    const execution = {
      schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
    };
    const contextFor = (answerBudget?: AnswerBudget) =>
      createContext(answerBudget ? { ...scope, answerBudget } : scope);
    const result = answerLimits
      ? await executeWithLimits({ limits: answerLimits, execution, contextFor }, scope)
      : await execute({ ...execution, contextValue: contextFor() });
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => maskError(error, scope, logger)) };
  };
  return async (request, scope) => {
    const known = documentOf(request.query);
    if (!('document' in known)) return { errors: known };
    const attributes = { 'graphql.schema': name, 'app.request.id': scope.requestId };
    return withReplicas(scope.mayReadReplicas ?? false, () =>
      traced(`${name} ${known.title}`, { attributes }, () => run(known, request, scope)),
    );
  };
}
