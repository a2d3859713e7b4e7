import { useEffect, useSyncExternalStore } from 'react';
import { Shared } from '../api/listeners';

interface Announcement {
  readonly id: number;
  readonly text: string;
}

const shownMs = 6_000;

const announcement = new Shared<Announcement | null>(null);
let count = 0;

/** Says on the page, and to screen readers, that something was done. */
export function announce(text: string): void {
  count += 1;
  announcement.set({ id: count, text });
}

export function Announcer() {
  const shown = useSyncExternalStore(announcement.subscribe, announcement.get);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => announcement.set(null), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-[60] flex justify-center max-sm:top-2 max-sm:bottom-auto print:hidden"
    >
      {shown && (
        <p className="rounded-lg bg-ink px-4 py-2 font-medium text-page shadow-lg" key={shown.id}>
          {shown.text}
        </p>
      )}
    </div>
  );
}
