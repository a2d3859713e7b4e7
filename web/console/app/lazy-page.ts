import { lazyRouteComponent } from '@tanstack/react-router';

/** The script of a page could not be loaded, for there is no network. */
export class OfflineError extends Error {}

function explain(error: unknown): never {
  throw navigator.onLine ? error : new OfflineError('There is no network.', { cause: error });
}

/**
 * A page that is loaded when it is opened. Without a network, lazyRouteComponent alone would reload
 * the document, and the browser would show a page of its own instead.
 */
export function lazyPage<Module extends Record<Name, () => unknown>, Name extends string>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(() => load().catch(explain), name);
}
