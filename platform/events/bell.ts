/**
 * Tells the parts of one process that there is work of a kind, without saying what: whoever hears
 * it looks in the database. Nothing is kept: work that nobody was told of is found by a backstop.
 */
export class Bell<Kind extends string> {
  private readonly listeners = new Map<Kind, Set<() => void>>();

  ring(kind: Kind): void {
    for (const listener of this.listeners.get(kind) ?? []) listener();
  }

  /** @returns what ends the listening. */
  on(kind: Kind, heard: () => void): () => void {
    const listeners = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, listeners.add(heard));
    return () => void listeners.delete(heard);
  }
}
