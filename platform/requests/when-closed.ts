import type { EventEmitter } from 'node:events';

const actionsKey = Symbol('actions when closed');

/** A response or another emitter of `close`. */
type Closable = EventEmitter & { readonly closed?: boolean; [actionsKey]?: (() => void)[] };

/**
 * Calls the action when the response is closed, or at once if its client has left before. A request
 * has half a dozen of them, and each listener that is called once is three objects, so that all
 * actions share one listener.
 */
export function whenClosed(response: Closable, action: () => void): void {
  if (response.closed) {
    action();
    return;
  }
  const known = response[actionsKey];
  if (known) {
    known.push(action);
    return;
  }
  const actions = [action];
  response[actionsKey] = actions;
  response.once('close', () => {
    for (const each of actions) each();
  });
}
