/** `reason` is missing in React Native. */
export function reasonOf(signal: AbortSignal): unknown {
  if (signal.reason !== undefined) return signal.reason;
  const error = new Error('The call was aborted.');
  error.name = 'AbortError';
  return error;
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Calls back once when the signal aborts, at once if it has. @returns a function that stops it. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (!signal) return () => undefined;
  if (signal.aborted) callback();
  else signal.addEventListener('abort', callback);
  return () => signal.removeEventListener('abort', callback);
}

/** @throws the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, ms);
    stop = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal && reasonOf(signal));
    });
  });
}

/** Waits for work that other callers share, and that goes through without this one. */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal && reasonOf(signal)));
    work.then(resolve, reject).finally(stop);
  });
}

/** An AbortSignal that follows another one and a time limit. */
export class Limit {
  private readonly controller = new AbortController();
  private readonly stop: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  hasExpired = false;

  constructor(
    readonly caller: AbortSignal | undefined,
    ms: number,
  ) {
    this.restart(ms);
    this.stop = onAbort(caller, () => this.controller.abort());
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Counts the time from now. */
  restart(ms: number): void {
    this.pause();
    this.timer = setTimeout(() => {
      this.hasExpired = true;
      this.controller.abort();
    }, ms);
  }

  /** Counts no time until `restart`. */
  pause(): void {
    clearTimeout(this.timer);
  }

  end(): void {
    this.pause();
    this.stop();
  }

  abort(): void {
    this.controller.abort();
  }
}
