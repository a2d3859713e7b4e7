import { allKinds, type Disagreement, type Kind } from './disagreement';

/** How much was looked at, and how many disagreements of each kind were found. */
export class Tally {
  private readonly lookedAt = new Map<string, number>();
  private readonly found = new Map<Kind, number>();

  /** @param what in the plural, e.g. `orders`. */
  looked(what: string, count: number): void {
    this.lookedAt.set(what, (this.lookedAt.get(what) ?? 0) + count);
  }

  add({ kind }: Disagreement): void {
    this.found.set(kind, (this.found.get(kind) ?? 0) + 1);
  }

  get disagreements(): number {
    return [...this.found.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Lines for people: what was looked at, then the kinds that were found. */
  summary(): string[] {
    const looked = [...this.lookedAt].map(([what, count]) => `${count} ${what}`).join(', ');
    const heading = `Looked at ${looked || 'nothing'}.`;
    if (this.disagreements === 0) return [heading, 'Everything fits together.'];
    const width = Math.max(...[...this.found.keys()].map((kind) => kind.length));
    const byKind = allKinds.flatMap((kind) => {
      const count = this.found.get(kind);
      return count === undefined ? [] : [`  ${kind.padEnd(width)}  ${count}`];
    });
    const noun = this.disagreements === 1 ? 'disagreement' : 'disagreements';
    return [heading, `${this.disagreements} ${noun}:`, ...byKind];
  }
}
