/** Minimum time between two messages about an unavailable dependency. */
const pauseMs = 10_000;

/** @returns the same function, whose calls within 10 s of the last message log nothing. */
export function outageLog<Args extends unknown[]>(
  log: (...args: Args) => void,
): (...args: Args) => undefined {
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  return (...args) => {
    if (performance.now() - loggedAtMs < pauseMs) return;
    loggedAtMs = performance.now();
    log(...args);
  };
}
