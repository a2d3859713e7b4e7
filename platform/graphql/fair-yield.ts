/** Waiting callbacks by owner. The order of the map is the order of the rotation. */
const waiting = new Map<object, (() => void)[]>();
let isScheduled = false;

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  setImmediate(resumeNext);
}

function resumeNext(): void {
  isScheduled = false;
  const [first] = waiting;
  if (first === undefined) return;
  const [owner, callbacks] = first;
  waiting.delete(owner);
  const callback = callbacks.shift();
  if (callbacks.length > 0) waiting.set(owner, callbacks);
  schedule();
  callback?.();
}

/**
 * Yields to the event loop between two pieces of long work. Owners with several pieces take turns
 * in rotation.
 */
export function yieldFairly(owner: object): Promise<void> {
  return new Promise((resolve) => {
    const callbacks = waiting.get(owner);
    if (callbacks) callbacks.push(resolve);
    else waiting.set(owner, [resolve]);
    schedule();
  });
}

/** Its pending yields never resolve. */
export function cancelYields(owner: object): void {
  waiting.delete(owner);
}
