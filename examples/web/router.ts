import { useSyncExternalStore } from 'react';

const base = '/shop';

export interface Place {
  /** The path below /shop, e.g. `/product`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

export const hrefOf = (path: string, query: Record<string, string> = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const text = new URLSearchParams(given).toString();
  return `${base}${path === '/' ? '' : path}${text ? `?${text}` : ''}`;
};

export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', href);
  else history.replaceState(null, '', href);
  if (how === 'push') scrollTo(0, 0);
  for (const listener of listeners) listener();
}

// Links within the shop do not load the page again. Other clicks than a plain one, and links with a
// target, are the browser's.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (link?.target !== '' || !isPlain || event.defaultPrevented) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || !`${pathname}/`.startsWith(`${base}/`) || hash !== '') return;
  event.preventDefault();
  go(pathname + search);
});

/** Where the page is; it renders again when that changes. */
export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const url = new URL(address, location.href);
  const path = url.pathname.slice(base.length).replace(/\/$/, '') || '/';
  return { path, query: url.searchParams };
}
