/** Waits for each signal. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

function waitingFor(signal: AbortSignal): Set<() => void> {
  const known = waiting.get(signal);
  if (known) return known;
  const actions = new Set<() => void>();
  waiting.set(signal, actions);
  const onAbort = () => {
    // An action may end the wait of another, which a set leaves out then.
    for (const action of actions) action();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return actions;
}

/**
 * Calls the action when the signal is aborted. A request has many waits and one signal, and a
 * listener takes a microsecond to add and another to remove, so that all waits share one.
 * @returns how to stop waiting.
 */
export function whenAborted(signal: AbortSignal, action: () => void): () => void {
  const actions = waitingFor(signal);
  actions.add(action);
  return () => void actions.delete(action);
}
