import { allKinds, type Disagreement, type Kind } from './disagreement';

/** How much was looked at, and how many disagreements of each kind were found. */
export class Tally {
  private readonly compared = new Map<string, number>();
  private readonly found = new Map<Kind, number>();
  /**
   * The newest link of the audit log, its number and hash; null where nothing was written yet.
   * Noted elsewhere it shows a log that somebody wrote anew from the first entry on.
   */
  auditHead: string | null = null;

  /** @param what in the plural, e.g. `orders`. */
  countCompared(what: string, count: number): void {
    this.compared.set(what, (this.compared.get(what) ?? 0) + count);
  }

  add({ kind }: Disagreement): void {
    this.found.set(kind, (this.found.get(kind) ?? 0) + 1);
  }

  get disagreements(): number {
    return [...this.found.values()].reduce((sum, count) => sum + count, 0);
  }

  /** What was looked at and found, by name; kinds that were not found are left out. */
  counts(): { lookedAt: Record<string, number>; found: Partial<Record<Kind, number>> } {
    return {
      lookedAt: Object.fromEntries(this.compared),
      found: Object.fromEntries(this.found) as Partial<Record<Kind, number>>,
    };
  }

  /** Lines for people: what was looked at, then the kinds that were found. */
  summary(): string[] {
    const looked = [...this.compared].map(([what, count]) => `${count} ${what}`).join(', ');
    const heading = `Looked at ${looked || 'nothing'}.`;
    const head = this.auditHead === null ? [] : [`The audit log ends in ${this.auditHead}.`];
    if (this.disagreements === 0) return [heading, ...head, 'Everything fits together.'];
    const width = Math.max(...[...this.found.keys()].map((kind) => kind.length));
    const byKind = allKinds.flatMap((kind) => {
      const count = this.found.get(kind);
      return count === undefined ? [] : [`  ${kind.padEnd(width)}  ${count}`];
    });
    const noun = this.disagreements === 1 ? 'disagreement' : 'disagreements';
    return [heading, ...head, `${this.disagreements} ${noun}:`, ...byKind];
  }
}
