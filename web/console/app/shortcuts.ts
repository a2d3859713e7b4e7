import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import type { ViewerFragment } from '../generated/documents';
import { isTyping } from '../ui/typing';
import { may } from './permissions';
import { places } from './places';

/** How long the letter after G may take. */
const sequenceMs = 1_500;

export type OpenOverlay = (overlay: 'palette' | 'shortcuts') => void;

/** Goes to a page by G and its letter. @returns whether the key was the letter. */
function useSequence(viewer: ViewerFragment | null): (event: KeyboardEvent) => boolean {
  const router = useRouter();
  const startedAt = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(
    (event) => {
      const isSecond = event.timeStamp - startedAt.current < sequenceMs;
      startedAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = isSecond ? places.find(({ key }) => key === event.key) : undefined;
      if (!place || (place.permission !== null && !may(viewer, place.permission))) return false;
      router.navigate({ to: place.to, search: place.search ?? {} }).catch(() => undefined);
      return true;
    },
    [router, viewer],
  );
}

const isPaletteKey = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === 'k' && (ctrlKey || metaKey);

/** Ctrl-K or ⌘K, `?`, `/`, and G with the letter of a page that the viewer may open. */
export function useShortcuts(
  viewer: ViewerFragment | null,
  open: OpenOverlay,
  isPaused: boolean,
): void {
  const goBySequence = useSequence(viewer);
  useEffect(() => {
    if (isPaused) return undefined;
    const isUsed = (event: KeyboardEvent): boolean => {
      if (isPaletteKey(event)) open('palette');
      else if (isTyping(event)) return false;
      else if (event.key === '?') open('shortcuts');
      else if (event.key === '/') return focusSearch();
      else return goBySequence(event);
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      if (!isUsed(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // Listen before the lists, for which J and K mean something else.
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [goBySequence, open, isPaused]);
}

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>('[data-shortcut="search"]');
  box?.focus();
  return box !== null;
}
