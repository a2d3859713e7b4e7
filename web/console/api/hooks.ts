import type { AnswerError } from '@orderprocessing/client';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import {
  type AnyVariables,
  type CombinedError,
  createRequest,
  useClient,
  useQuery,
  useSubscription,
} from 'urql';
import type { ViewerFragment } from '../generated/documents';
import { Shared } from './listeners';
import { liveConnection } from './live-connection';
import { isUncertain, type Outcome, outcomeOf } from './outcome';
import { tabSession } from './tab-session';
import type { Operation } from './typed-document';

export const useViewer = (): ViewerFragment | null =>
  useSyncExternalStore(tabSession.subscribe, () => tabSession.viewer);

/** Whether the session of the viewer has ended, and they have to sign in again. */
export const useHasSessionEnded = (): boolean =>
  useSyncExternalStore(tabSession.subscribe, () => tabSession.hasEnded);

/** How often the viewer has signed in again. */
export const useReturns = (): number =>
  useSyncExternalStore(tabSession.subscribe, () => tabSession.returns);

export const useIsLive = (): boolean =>
  useSyncExternalStore(liveConnection.subscribe, () => liveConnection.isConnected);

/** Calls back when a count has grown since the page has it. */
function useOnGrowth(count: number, onGrowth: () => void): void {
  const latest = useRef({ onGrowth, count });
  latest.current.onGrowth = onGrowth;
  useEffect(() => {
    if (latest.current.count === count) return;
    latest.current.count = count;
    latest.current.onGrowth();
  }, [count]);
}

/** Calls back when live updates may have missed changes, so that what they change is read again. */
export function useLiveGaps(onGap: () => void): void {
  const gaps = useSyncExternalStore(liveConnection.subscribe, () => liveConnection.gaps);
  useOnGrowth(gaps, onGap);
}

/** Reads again at an interval while something is under way and the page is in sight. */
export function usePolling(isOn: boolean, reload: () => void, everyMs: number): void {
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => document.hidden || reload(), everyMs);
    return () => clearInterval(timer);
  }, [isOn, reload, everyMs]);
}

export interface Loaded<Data> {
  /**
   * The latest data; while other variables load, still the data of the previous ones. If they fail
   * to load, there is none: it would pass for theirs.
   */
  readonly data: Data | undefined;
  /** Whether the data is that of the previous variables. */
  readonly isPrevious: boolean;
  readonly isLoading: boolean;
  readonly errors: readonly AnswerError[];
  readonly reload: () => void;
}

/** The errors of the API, or one for everything that went wrong on the way. */
export function errorsOf(error: CombinedError | undefined): readonly AnswerError[] {
  if (!error) return [];
  if (error.graphQLErrors.length > 0) return error.graphQLErrors as unknown as AnswerError[];
  return [{ message: error.message, extensions: { code: 'UNREACHABLE', retryable: true } }];
}

/** Data with the key of its operation and variables. */
export interface Kept<Data> {
  readonly key: unknown;
  readonly data: Data;
}

interface Answered<Data> {
  readonly fetching: boolean;
  readonly data?: Data | null | undefined;
  readonly operation?: { readonly key: unknown } | undefined;
}

/** What a page shows after this answer. */
export function keptOf<Data>(
  kept: Kept<Data> | undefined,
  { fetching, data, operation }: Answered<Data>,
): Kept<Data> | undefined {
  if (data !== undefined && data !== null) return { key: operation?.key, data };
  return fetching || kept?.key === operation?.key ? kept : undefined;
}

export const isPrevious = (kept: Kept<unknown> | undefined, key: unknown): boolean =>
  kept !== undefined && kept.key !== key;

/** How often an action had no answer that says whether it was done. */
const doubts = new Shared(0);

/**
 * Reads and keeps reading when the cache learns of changes, and again when the outcome of an action
 * is in doubt: the page shows it.
 */
export function useData<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  pause = false,
): Loaded<Data> {
  const query = String(operation);
  const [state, execute] = useQuery<Data, AnyVariables>({ query, variables, pause });
  const kept = useRef<Kept<Data> | undefined>(undefined);
  kept.current = keptOf(kept.current, state);
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useOnGrowth(useSyncExternalStore(doubts.subscribe, doubts.get), () => pause || reload());
  return {
    data: kept.current?.data,
    isPrevious: isPrevious(kept.current, createRequest(query, variables).key),
    isLoading: state.fetching || state.stale,
    errors: errorsOf(state.error),
    reload,
  };
}

/** Follows live updates; the cache has stored them before `onData` is called. */
export function useLive<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  pause: boolean,
  onData: (data: Data) => void,
): void {
  const latest = useRef(onData);
  latest.current = onData;
  useSubscription<Data, null, AnyVariables>(
    { query: String(operation), variables, pause },
    (_previous, data) => {
      latest.current(data);
      return null;
    },
  );
}

export interface Action<Data extends object, Variables> {
  readonly isRunning: boolean;
  run(variables: Variables): Promise<Outcome<Data>>;
}

/** A mutation with its outcome; the cache stores what it answers. */
export function useAction<Data extends object, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
): Action<Data, Variables> {
  const client = useClient();
  const [isRunning, setIsRunning] = useState(false);
  const run = useCallback(
    async (variables: Variables): Promise<Outcome<Data>> => {
      setIsRunning(true);
      try {
        const result = await client.mutation<Data>(String(operation), variables as never);
        const outcome = outcomeOf<Data>({
          data: result.extensions?.answered,
          errors: errorsOf(result.error),
        });
        if (outcome.kind === 'failed' && isUncertain(outcome)) doubts.set(doubts.get() + 1);
        return outcome;
      } finally {
        setIsRunning(false);
      }
    },
    [client, operation],
  );
  return { isRunning, run };
}
