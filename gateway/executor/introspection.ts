import type { ApolloGateway } from '@apollo/gateway';
import type { ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Registry } from 'prom-client';
import { type AnswerLimits, countIntrospection } from '../../platform/graphql/answer-budget';
import { executeWithLimits } from '../../platform/graphql/execute';
import { jsonBytes } from '../../platform/graphql/json-chunks';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { heapBytesPerCharacter } from '../../platform/values/heap-bytes';
import type { GatewayContext } from '../http/exchange';
import type { ServedSchema } from '../served-schema';
import { type SplitOperation, splitIntrospection } from './split-introspection';

type Executor = ApolloGateway['executor'];
type Request = Parameters<Executor>[0];
type Result = Awaited<ReturnType<Executor>>;
type Data = NonNullable<ExecutionResult['data']>;

/**
 * Heap for answers about the schema, by these estimates. The tools of a few developers ask again
 * and again.
 * @exceeded the least recently used go first
 * @test gateway/executor/introspection.test.ts
 */
export const introspectionBytesMax = 16 * 1024 * 1024;
/**
 * Variables of a kept answer, as JSON. Those of standard tools are short.
 * @exceeded the operation runs, but its answer is not kept
 * @test gateway/executor/introspection.test.ts
 */
export const introspectionVariablesCharactersMax = 500;
/** Overhead of a cache entry. */
const entryBytes = 1_000;

export interface IntrospectionOptions {
  readonly served: ServedSchema;
  readonly answerLimits: AnswerLimits;
  readonly registry: Registry;
  readonly bytesMax?: number;
}

interface CachedAnswer {
  readonly schema: GraphQLSchema;
  readonly data: Data;
  readonly bytes: number;
}

/** Null if the answer must not be kept. */
function keyOf({ queryHash, request, context }: Request, split: SplitOperation): string | null {
  const { variables } = (context as GatewayContext).exchange;
  if (variables === null || queryHash === undefined) return null;
  const used = JSON.stringify(split.variables.map((name) => [name, variables[name]]));
  if (used.length > introspectionVariablesCharactersMax) return null;
  return `${queryHash} ${request.operationName ?? ''} ${used}`;
}

/** Answers the part of an operation that asks for the schema, from a cache if it can. */
function introspectionAnswers(options: IntrospectionOptions) {
  const { served, answerLimits: limits, registry, bytesMax = introspectionBytesMax } = options;
  const recordLookup = lookupRecorder(registry, 'introspection');
  const answers = new LRUCache<string, CachedAnswer>({
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
  });
  countIntrospection();
  return async (request: Request, split: SplitOperation): Promise<ExecutionResult> => {
    const { schema } = served.current;
    const key = keyOf(request, split);
    const known = key === null ? undefined : answers.get(key);
    recordLookup(known?.schema === schema);
    if (known?.schema === schema) return { data: known.data };
    const { document } = split.introspection;
    const execution = { schema, document, variableValues: request.request.variables };
    const limited = { limits, execution, contextFor: () => ({}) };
    const { signal } = request.context as GatewayContext;
    const { data, errors } = await executeWithLimits(limited, { signal });
    if (!data || errors) return { data: null, errors };
    if (key !== null) {
      const bytes = entryBytes + (await jsonBytes(data)) * heapBytesPerCharacter;
      answers.set(key, { schema, data, bytes });
    }
    return { data };
  };
}

/** The root fields of both halves in the order of the operation. */
function merged({ names }: SplitOperation, introspection: Data, rest: Data): Data {
  const data: Data = Object.create(null);
  for (const name of names) {
    const half = Object.hasOwn(introspection, name) ? introspection : rest;
    if (Object.hasOwn(half, name)) data[name] = half[name];
  }
  return data;
}

/**
 * graphql-js answers introspection over the complete schema; the planner knows only the composed
 * one, without `Subscription`, and gets the rest of the operation.
 */
export function withIntrospection(run: Executor, options: IntrospectionOptions): Executor {
  const splits = new WeakMap<OperationDefinitionNode, SplitOperation | null>();
  const answerOf = introspectionAnswers(options);
  const splitOf = ({ document, operation }: Request): SplitOperation | null => {
    if (!operation) return null;
    const known = splits.get(operation);
    if (known !== undefined) return known;
    const split = splitIntrospection(document, operation);
    splits.set(operation, split);
    return split;
  };
  return async (request) => {
    const split = splitOf(request);
    if (split === null) return run(request);
    const { rest } = split;
    if (rest === null) return (await answerOf(request, split)) as Result;
    const queryHash = `${request.queryHash} without introspection`;
    const [schema, others] = await Promise.all([
      answerOf(request, split),
      run({ ...request, ...rest, queryHash }),
    ]);
    if (!schema.data) return schema as Result;
    if (!others.data) return others;
    return { ...others, data: merged(split, schema.data, others.data) };
  };
}
