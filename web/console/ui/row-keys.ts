import { type RefObject, useEffect, useRef } from 'react';
import { mainControl } from './kept-focus';
import { isTyping } from './typing';

/** J and K move through the rows of a table, X selects one; Enter opens it, because it is a link. */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  onSelect: ((id: string) => void) | null,
): void {
  const select = useRef(onSelect);
  select.current = onSelect;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!['j', 'k', 'x'].includes(event.key) || isTyping(event) || body.current === null) return;
      const rows = [...body.current.querySelectorAll<HTMLElement>('tr[data-row]')];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === 'x') {
        const id = rows[at]?.dataset.row;
        if (id !== undefined) select.current?.(id);
        return;
      }
      const next = event.key === 'j' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
      mainControl(rows[next])?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [body]);
}
