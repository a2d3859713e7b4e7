import { LRUCache } from 'lru-cache';

export interface Increment {
  readonly key: string;
  /** 0 reads without counting. */
  readonly points: number;
  /**
   * Length of a window that begins with it, instead of that of the counters. A counter ends no later
   * than this from now, so reading needs the length that the counter may have.
   */
  readonly windowMs?: number;
  /** Whether the window begins again with each of its points. */
  readonly slides?: boolean;
  /** Counters with the same one are on one node of a cluster, which counts them together. */
  readonly group?: string;
}

export interface Count {
  /** Points in the current window, including these. */
  readonly used: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

interface Window {
  used: number;
  endsAtMs: number;
}

/**
 * Counters in fixed windows, without timers. The least recently used are evicted, so that new
 * addresses cannot fill the memory. `maxSize` lets it grow with them; `max` would take all of it at
 * once, and where there is a Redis these are seldom used.
 */
export function countersInMemory(countersMax: number, defaultMs: number) {
  const windows = new LRUCache<string, Window>({ maxSize: countersMax, sizeCalculation: () => 1 });
  return (increments: readonly Increment[]): readonly Count[] => {
    const nowMs = performance.now();
    return increments.map(({ key, points, windowMs = defaultMs, slides = false }) => {
      let window = windows.get(key);
      if (window === undefined || window.endsAtMs <= nowMs) {
        window = { used: 0, endsAtMs: nowMs + windowMs };
        if (points !== 0) windows.set(key, window);
      }
      window.used += points;
      if (slides && points !== 0) window.endsAtMs = nowMs + windowMs;
      return { used: window.used, msLeft: window.endsAtMs - nowMs };
    });
  };
}
