import { type Answer, SessionEndedError } from '@orderprocessing/client';
import {
  type Exchange,
  makeResult,
  type Operation,
  type OperationResult,
  stringifyDocument,
} from 'urql';
import { filter, make, merge, mergeMap, pipe, share, takeUntil } from 'wonka';
import { errorOf, execute } from './api';
import { tabSession } from './tab-session';

function resultOf(operation: Operation, { data, errors }: Answer<unknown>): OperationResult {
  // The cache leaves out what fragments on interfaces select, as the outcomes of mutations.
  const extensions = { answered: data };
  return makeResult(operation, { data: data as never, errors: errors as never, extensions });
}

async function answerOf(operation: Operation, signal: AbortSignal): Promise<OperationResult> {
  // An anonymous answer would pass for what the viewer may see.
  const { hasEnded } = tabSession;
  if (hasEnded) return resultOf(operation, { errors: [errorOf(new SessionEndedError())] });
  const { query, variables } = operation;
  return resultOf(operation, await execute(stringifyDocument(query), variables as object, signal));
}

/** Sends queries and mutations with the session; the whole answer is in `extensions`. */
export const apiExchange: Exchange =
  ({ forward }) =>
  (operations$) => {
    const shared$ = share(operations$);
    const isSent = ({ kind }: Operation) => kind === 'query' || kind === 'mutation';
    const results$ = pipe(
      shared$,
      filter(isSent),
      mergeMap((operation) => {
        const ended$ = pipe(
          shared$,
          filter(({ kind, key }) => kind === 'teardown' && key === operation.key),
        );
        const cancelled = new AbortController();
        const answer$ = make<OperationResult>(({ next, complete }) => {
          answerOf(operation, cancelled.signal).then(
            (result) => {
              next(result);
              complete();
            },
            () => complete(),
          );
          return () => cancelled.abort();
        });
        return pipe(answer$, takeUntil(ended$));
      }),
    );
    const others$ = pipe(
      shared$,
      filter((operation) => !isSent(operation)),
      forward,
    );
    return merge([results$, others$]);
  };
