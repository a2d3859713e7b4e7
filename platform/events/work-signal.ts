/**
 * Signals within one process that there is work of a kind, without saying which: listeners look in
 * the database. Signals are not stored; a poll finds work whose signal nobody received.
 */
export class WorkSignal<Kind extends string> {
  private readonly listeners = new Map<Kind, Set<() => void>>();

  emit(kind: Kind): void {
    for (const listener of this.listeners.get(kind) ?? []) listener();
  }

  /** @returns a function that unsubscribes. */
  on(kind: Kind, listener: () => void): () => void {
    const listeners = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, listeners.add(listener));
    return () => void listeners.delete(listener);
  }
}
