/** Keeps what is typed between the key that opens the palette and the focus of its field. */

let typed = '';
let stop: (() => void) | null = null;

function keep(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return;
  if (key === 'Escape') takeTyped();
  else if (key === 'Backspace') typed = typed.slice(0, -1);
  else if (key.length === 1) typed += key;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function collectTyping(): void {
  if (stop !== null) return;
  typed = '';
  addEventListener('keydown', keep, { capture: true });
  stop = () => removeEventListener('keydown', keep, { capture: true });
}

/** @returns what was typed; keys reach the page again. */
export function takeTyped(): string {
  stop?.();
  stop = null;
  const text = typed;
  typed = '';
  return text;
}
