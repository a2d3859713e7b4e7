/**
 * Calls `onLate` after `ms`, unless it is cancelled before. A timer that was due while the event
 * loop was blocked fires before the loop has read what arrived in the meantime, so one turn that
 * reads comes first: the pause of this process is no silence of another one.
 * @param keepsAlive whether the process waits for it before it exits.
 * @returns how to cancel it.
 */
export function whenLate(ms: number, onLate: () => void, keepsAlive = true): () => void {
  let reading: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    reading = setImmediate(onLate);
  }, ms);
  if (!keepsAlive) timer.unref();
  return () => {
    clearTimeout(timer);
    clearImmediate(reading);
  };
}
