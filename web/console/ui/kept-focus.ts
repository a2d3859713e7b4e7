import { useEffect } from 'react';

/** Where the viewer was on the page, to find the place again when the control is gone. */
interface Place {
  readonly control: Element;
  /** The row of a list that has the control, and its list. */
  readonly row: Element | null;
  readonly list: Element | null;
  readonly index: number;
  readonly section: Element | null;
}

let place: Place | null = null;

function placeOf(control: Element): Place {
  const row = control.closest('tr, li');
  const list = row?.parentElement ?? null;
  const index = row && list ? [...list.children].indexOf(row) : 0;
  const section = control.closest('section.card');
  return { control, row, list, index, section };
}

/** What opens a row, or else its first action. */
export const mainControl = (row: Element | null | undefined): HTMLElement | null =>
  row?.querySelector<HTMLElement>('[data-main], a, button') ?? null;

function headingOf(part: Element): HTMLElement | null {
  const heading = part.querySelector<HTMLElement>('h1, h2');
  if (heading) heading.tabIndex = -1;
  return heading;
}

/** The row of a control that is gone or the next one, or else the heading of their list. */
function nearestTo({ row, list, index, section }: Place, content: Element): HTMLElement | null {
  const next = list?.isConnected ? (list.children[index] ?? list.lastElementChild) : null;
  const control = mainControl(row?.isConnected ? row : next);
  return control ?? headingOf(section?.isConnected ? section : content);
}

const isOpen = '[role="dialog"][data-open], [role="menu"]';

/** Gives the focus to the heading of a page that was opened from outside of it, as from the menu. */
export function focusPage(): void {
  const content = document.getElementById('content');
  const { activeElement } = document;
  if (content === null || document.querySelector(isOpen) !== null) return;
  if (activeElement !== content && content.contains(activeElement)) return;
  headingOf(content)?.focus({ preventScroll: true });
}

/** Gives the focus back to the page, if it was lost with the control that had it. */
export function restoreFocus(content = document.getElementById('content')): void {
  const { activeElement, body } = document;
  const isElsewhere = activeElement !== body && activeElement?.checkVisibility() === true;
  if (content === null || isElsewhere || document.querySelector(isOpen) !== null) return;
  const nearest = place && !place.control.isConnected ? nearestTo(place, content) : null;
  (nearest ?? content).focus({ preventScroll: nearest?.tabIndex !== 0 });
}

/** Remembers where the viewer is on the page, and restores the focus when that is removed. */
export function keepFocus(content: HTMLElement): () => void {
  const note = ({ target }: Event) => {
    if (!(target instanceof Element) || !content.contains(target)) return;
    const control = target.closest('a, button, input, select, textarea, summary, [tabindex]');
    place = control === null || control === content ? null : placeOf(control);
  };
  const observer = new MutationObserver(() => {
    if (place?.control.isConnected === false) restoreFocus(content);
  });
  document.addEventListener('focusin', note);
  document.addEventListener('pointerdown', note);
  observer.observe(content, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', note);
    document.removeEventListener('pointerdown', note);
  };
}

/** Gives the focus back to the page when what was shown over it is gone. */
export function useRestoredFocus(isShown: boolean): void {
  useEffect(() => {
    // A dialog returns the focus itself before the next frame.
    return isShown ? () => void requestAnimationFrame(() => restoreFocus()) : undefined;
  }, [isShown]);
}
