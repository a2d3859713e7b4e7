import { areKeysShortcuts } from './preferences';

/** Whether a key belongs to a field, a dialog or the browser, and is not a shortcut of the page. */
export function isTyping(event: KeyboardEvent): boolean {
  if (!areKeysShortcuts()) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target instanceof Element ? event.target : null;
  const field =
    'input:not([type="checkbox"]), select, textarea, [contenteditable], [role="dialog"]';
  return target?.closest(`${field}, [role="menu"]`) != null;
}
