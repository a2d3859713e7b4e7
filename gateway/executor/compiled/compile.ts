import { GraphQLError, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { smallAnswerObjects } from '../../../platform/graphql/answer-slot';
import { yieldFairly } from '../../../platform/graphql/fair-yield';
import { asError } from '../../../platform/values/as-error';
import type { GatewayContext } from '../../http/exchange';
import { isRefused } from '../answer-limit';
import { rememberSize } from '../answer-size';
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

/** An operation as a function of the sent variables and the context. */
export type CompiledOperation = (
  sent: JsonObject,
  context: GatewayContext,
) => Promise<CompiledResult | null>;

/** Compiled forms kept per operation: each variable of `@skip` or `@include` doubles their number. */
const formsMax = 16;

/** Called with the number of functions that a compilation has added. */
export type OnCompiled = (functions: number) => void;

/** A compiled form for each combination of values in `@skip` and `@include`. */
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

/** A subgraph returned an invalid answer, so the whole operation fails. */
function failed(error: unknown): CompiledResult {
  const originalError = asError(error);
  return { errors: [new GraphQLError(originalError.message, { originalError })] };
}

/** The faults that no error explains: a fetch that fails leaves values out below its root fields. */
function unexplained(faults: Answer['faults'], errors: readonly GraphQLError[]): Answer['faults'] {
  const roots = new Set(errors.map(({ path }) => path?.[0]));
  return roots.has(undefined) ? [] : faults.filter(({ path }) => !roots.has(path[0]));
}

function resultOf({ errors }: Run, { data, faults, size }: Answer): CompiledResult {
  if (data && size) rememberSize(data, size);
  const missing = errors.length > 0 ? unexplained(faults, errors) : faults;
  // @apollo/gateway reports faults in this form. The pipeline logs them and adds missing errors.
  const extensions = missing.length > 0 ? { valueCompletion: missing } : undefined;
  return { ...(errors.length > 0 && { errors }), data, ...(extensions && { extensions }) };
}

/**
 * The compiled operation returns null for invalid variables, because their errors need locations in
 * the text, which is not kept.
 * @throws Error if the plan cannot be compiled.
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
    // Usually the pipeline has coerced them already.
    const variables =
      context.exchange.variables ??
      getVariableValues(schema, operation.variableDefinitions ?? [], sent).coerced;
    if (!variables) return null;
    const run: Run = { context, sent, variables, errors: [], data: {} };
    await step(run, [run.data]);
    // What was fetched of a refused answer is not worth assembling.
    if (isRefused(context)) return { data: null };
    // A large answer is assembled in a separate turn of the event loop.
    if (context.exchange.answerObjects > smallAnswerObjects) await yieldFairly(run);
    try {
      return resultOf(run, answer(run));
    } catch (error) {
      return failed(error);
    }
  };
}
