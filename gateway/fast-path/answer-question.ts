import { keptVariablesCharactersMax } from '../limits';
import type { FreshnessOf } from '../operation/cache-policy';
import type { AnswerQuestion } from './kept-answers';
import type { KnownContext } from './known-context';

/**
 * What identifies the answer to an operation that was admitted. The variables are those that the
 * client sent: coerced ones could look alike in JSON and differ.
 * @returns null if the answer is not the same for everybody, or has too many variables to be kept.
 */
export function questionOf(context: KnownContext, freshnessOf: FreshnessOf): AnswerQuestion | null {
  const freshness = freshnessOf(context);
  if (freshness === null) return null;
  const { schema, queryHash, operationName, request, contextValue } = context;
  const { viewer, signal, exchange } = contextValue;
  const variables = JSON.stringify(request.variables ?? {});
  if (variables.length > keptVariablesCharactersMax) return null;
  // The answer says what it cost, and of what budget.
  const { requested = 0, budget = 0 } = exchange.cost ?? {};
  const key = `${queryHash} ${operationName ?? ''} ${requested}/${budget} ${variables}`;
  return { key, schema, freshness, viewer, signal };
}
