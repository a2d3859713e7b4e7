const actionsKey = Symbol('actions when aborted');

type Signal = AbortSignal & { [actionsKey]?: Set<() => void> };

/** A signal, and how to abort it. */
export interface AbortSource {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
}

function call(actions: ReadonlySet<() => void>): void {
  // An action may end the wait of another, which a set leaves out then.
  for (const action of actions) action();
}

function actionsOf(signal: Signal): Set<() => void> {
  const known = signal[actionsKey];
  if (known) return known;
  const actions = new Set<() => void>();
  signal[actionsKey] = actions;
  signal.addEventListener('abort', () => call(actions), { once: true });
  return actions;
}

/** A signal for each request: it calls what waits by `whenAborted` itself, without a listener. */
export function abortSource(): AbortSource {
  const controller = new AbortController();
  const signal: Signal = controller.signal;
  const actions = new Set<() => void>();
  signal[actionsKey] = actions;
  return {
    signal,
    abort: (reason) => {
      if (signal.aborted) return;
      controller.abort(reason);
      call(actions);
    },
  };
}

/**
 * Calls the action when the signal is aborted. A request has many waits and one signal, and a
 * listener takes a microsecond to add and another to remove, so that all waits share one.
 * @returns how to stop waiting.
 */
export function whenAborted(signal: AbortSignal, action: () => void): () => void {
  const actions = actionsOf(signal);
  actions.add(action);
  return () => void actions.delete(action);
}
