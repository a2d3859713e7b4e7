import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useViewer } from '../api/hooks';
import { isShopReachable } from '../api/reachable';
import { ForbiddenPage } from '../pages/forbidden';
import { may, type Permission } from './permissions';

/** The script of a page could not be loaded, because the shop does not answer. */
export class UnreachableError extends Error {}

async function explain(error: unknown): Promise<never> {
  if (await isShopReachable()) throw error;
  throw new UnreachableError('The shop does not answer.', { cause: error });
}

/** The module of a page, with its component under this name. */
type PageModule<Name extends string> = Readonly<Record<Name, () => ReactNode>>;

/**
 * A page that is loaded when it is opened, by viewers with a permission or by everybody (null).
 * Others meet a page that says who may open it: what is not mounted asks the API for nothing.
 * Without the shop, lazyRouteComponent alone would reload the document, and the browser would show
 * a page of its own instead.
 */
export function guardedPage<Name extends string>(
  permission: Permission | null,
  load: () => Promise<PageModule<Name>>,
  name: Name,
) {
  const Loaded = lazyRouteComponent<PageModule<Name>, Name>(
    () => load().catch(explain),
    name,
  ) as AsyncRouteComponent<object>;
  const Guarded = () => {
    const viewer = useViewer();
    if (permission !== null && !may(viewer, permission)) {
      return <ForbiddenPage permission={permission} />;
    }
    return <Loaded />;
  };
  return Object.assign(Guarded, { preload: Loaded.preload });
}
