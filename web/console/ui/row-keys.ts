import { type RefObject, useEffect, useRef } from 'react';
import { mainControl } from './kept-focus';
import { isTyping } from './typing';

/** What opens each row in sight, of all tables of the page. */
const controlsOfRows = (): HTMLElement[] =>
  [...document.querySelectorAll('tr[data-row]')]
    .flatMap((row) => mainControl(row) ?? [])
    .filter((control) => control.checkVisibility());

function moveFrom(row: Element | null | undefined, key: string): void {
  const controls = controlsOfRows();
  const at = controls.findIndex((control) => row?.contains(control));
  const next = key === 'j' ? Math.min(at + 1, controls.length - 1) : Math.max(at - 1, 0);
  controls[next]?.focus();
}

/**
 * J and K move through the rows of the page, X selects one; Enter opens it, because it is a link.
 * Each table listens; the first one moves for all of them.
 */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  onSelect: ((id: string) => void) | null,
): void {
  const select = useRef(onSelect);
  select.current = onSelect;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!['j', 'k', 'x'].includes(event.key) || isTyping(event) || body.current === null) return;
      const row = document.activeElement?.closest<HTMLElement>('tr[data-row]');
      if (event.key === 'x') {
        if (row && body.current.contains(row)) select.current?.(row.dataset.row ?? '');
        return;
      }
      moveFrom(row, event.key);
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [body]);
}
