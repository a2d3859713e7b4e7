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

/** @param isViewer whether the viewer of the operation is still that of the page. */
async function answerOf(
  operation: Operation,
  signal: AbortSignal,
  isViewer: () => boolean,
): Promise<OperationResult> {
  const ended = () => resultOf(operation, { errors: [errorOf(new SessionEndedError())] });
  // An anonymous answer would pass for what the viewer may see.
  if (tabSession.hasEnded || !isViewer()) return ended();
  const { query, variables } = operation;
  const answer = await execute<unknown>(stringifyDocument(query), variables as object, signal);
  return isViewer() ? resultOf(operation, answer) : ended();
}

/**
 * Sends queries and mutations with the session; the whole answer is in `extensions`. A client is of
 * one viewer: what it was still doing when somebody else signed in ends as a session that has ended.
 */
export const apiExchange: Exchange =
  ({ forward }) =>
  (operations$) => {
    const viewerId = tabSession.viewer?.id;
    const isViewer = () => tabSession.viewer?.id === viewerId;
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
          answerOf(operation, cancelled.signal, isViewer).then(
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
