import { allKinds, type Disagreement, type Kind } from './disagreement';

/** Counts the compared items and the disagreements of each kind. */
export class Tally {
  private readonly compared = new Map<string, number>();
  private readonly found = new Map<Kind, number>();
  /**
   * The latest link of the audit log, its number and hash; null if the log is empty. Stored
   * elsewhere, it reveals a log that was rewritten from the first entry on.
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

  /** The counts by name; kinds without a disagreement are left out. */
  counts(): { lookedAt: Record<string, number>; found: Partial<Record<Kind, number>> } {
    return {
      lookedAt: Object.fromEntries(this.compared),
      found: Object.fromEntries(this.found) as Partial<Record<Kind, number>>,
    };
  }

  /** A readable summary: what was compared, then the kinds of disagreements. */
  summary(): string[] {
    const looked = [...this.compared].map(([what, count]) => `${count} ${what}`).join(', ');
    const heading = `Compared ${looked || 'nothing'}.`;
    const head = this.auditHead === null ? [] : [`The audit log ends in ${this.auditHead}.`];
    if (this.disagreements === 0) return [heading, ...head, 'No disagreements.'];
    const width = Math.max(...[...this.found.keys()].map((kind) => kind.length));
    const byKind = allKinds.flatMap((kind) => {
      const count = this.found.get(kind);
      return count === undefined ? [] : [`  ${kind.padEnd(width)}  ${count}`];
    });
    const noun = this.disagreements === 1 ? 'disagreement' : 'disagreements';
    return [heading, ...head, `${this.disagreements} ${noun}:`, ...byKind];
  }
}
