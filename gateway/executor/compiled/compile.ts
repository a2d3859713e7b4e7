import { GraphQLError, getVariableValues, type OperationDefinitionNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { smallAnswerObjects } from '../../../platform/graphql/answer-slot';
import { yieldFairly } from '../../../platform/graphql/fair-yield';
import type { GatewayContext } from '../../http/exchange';
import { type Answer, answerOf } from './answer';
import type { FetchDependencies } from './fetch';
import type { JsonObject } from './json';
import type { PlanNode, PlannedOperation } from './plan';
import type { Run } from './run';
import { conditionsOf, type Operation } from './selections';
import { stepOf } from './steps';

export interface CompiledResult {
  readonly data?: JsonObject | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An operation as a function: of the variables that were sent, and of who is asking. */
export type CompiledOperation = (
  sent: JsonObject,
  context: GatewayContext,
) => Promise<CompiledResult | null>;

/** Forms of one answer that are kept: each variable of `@skip` or `@include` doubles them. */
const formsMax = 16;

const introspectionFields = new Set(['__schema', '__type']);

/** Questions about the schema itself are answered by graphql-js, and are not asked often. */
export function asksForSchema({ operation, fragments }: Operation): boolean {
  let found = false;
  for (const node of [operation, ...Object.values(fragments)]) {
    visit(node, {
      Field: ({ name }) => {
        found ||= introspectionFields.has(name.value);
      },
    });
  }
  return found;
}

/** Told of each function that the compilation of an answer has added to what is kept. */
export type OnCompiled = (functions: number) => void;

/** A form of the answer for each combination of what `@skip` and `@include` ask. */
function answersOf(operation: Operation, onCompiled: OnCompiled): (run: Run) => Answer {
  const names = conditionsOf(operation);
  const forms = new LRUCache<string, (data: JsonObject) => Answer>({ max: formsMax });
  return ({ variables, data }) => {
    const key = names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let form = forms.get(key);
    if (!form) {
      form = answerOf(operation, variables, onCompiled);
      forms.set(key, form);
    }
    return form(data);
  };
}

/** What a subgraph gave was no answer to what was asked: the whole operation has failed. */
function failed(error: unknown): CompiledResult {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return { errors: [new GraphQLError(originalError.message, { originalError })] };
}

function resultOf({ errors }: Run, { data, faults }: Answer): CompiledResult {
  if (errors.length > 0) return { errors, data };
  // As @apollo/gateway tells it: the pipeline logs it, and makes errors of it where one is missing.
  return faults.length > 0 ? { data, extensions: { valueCompletion: faults } } : { data };
}

/**
 * The compiled operation answers null where the variables are not what their types say: their
 * errors name places in the text, which is not kept.
 * @throws Error when the plan is not one that can be compiled.
 */
export function compile(
  { queryPlan, operationContext }: Pick<PlannedOperation, 'queryPlan' | 'operationContext'>,
  dependencies: FetchDependencies,
  onCompiled: OnCompiled,
): CompiledOperation {
  const { schema } = operationContext;
  const operation: OperationDefinitionNode = operationContext.operation;
  const step = stepOf(queryPlan.node as PlanNode | undefined, [], dependencies);
  const answer = answersOf(operationContext, onCompiled);
  return async (sent, context) => {
    // Most were coerced by the pipeline, before the operation was let in.
    const variables =
      context.exchange.variables ??
      getVariableValues(schema, operation.variableDefinitions ?? [], sent).coerced;
    if (!variables) return null;
    const run: Run = { context, sent, variables, errors: [], data: {} };
    await step(run, [run.data]);
    // A large answer is put together in a turn of its own of the event loop.
    if (context.exchange.answerObjects > smallAnswerObjects) await yieldFairly(run);
    try {
      return resultOf(run, answer(run));
    } catch (error) {
      return failed(error);
    }
  };
}
