import { useEffect, useSyncExternalStore } from 'react';

interface Announcement {
  readonly id: number;
  readonly text: string;
}

const shownMs = 6_000;

let current: Announcement | null = null;
let count = 0;
const listeners = new Set<() => void>();

function show(announcement: Announcement | null): void {
  current = announcement;
  for (const listener of listeners) listener();
}

/** Says on the page, and to screen readers, that something was done. */
export function announce(text: string): void {
  count += 1;
  show({ id: count, text });
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Announcer() {
  const shown = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => show(null), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-[60] flex justify-center max-sm:top-2 max-sm:bottom-auto"
    >
      {shown && (
        <p className="rounded-lg bg-ink px-4 py-2 font-medium text-page shadow-lg" key={shown.id}>
          {shown.text}
        </p>
      )}
    </div>
  );
}
