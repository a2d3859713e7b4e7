import { counted } from '../platform/values/counted';
import { allKinds, type Disagreement, type Kind } from './disagreement';

/** What is compared, and its name for one of them. */
const comparedNames = {
  'ledger lines': 'ledger line',
  orders: 'order',
  reservations: 'reservation',
  'stock levels': 'stock level',
  'idempotency keys': 'idempotency key',
  'days of order statistics': 'day of order statistics',
  'audit entries': 'audit entry',
} as const;

type Compared = keyof typeof comparedNames;

/** Counts the compared items and the disagreements of each kind. */
export class Tally {
  private readonly compared = new Map<Compared, number>();
  private readonly found = new Map<Kind, number>();
  /**
   * The latest link of the audit log, its number and hash; null if the log is empty. Stored
   * elsewhere, it reveals a log that was rewritten from the first entry on.
   */
  auditHead: string | null = null;

  countCompared(what: Compared, count: number): void {
    this.compared.set(what, (this.compared.get(what) ?? 0) + count);
  }

  add({ kind }: Disagreement): void {
    this.found.set(kind, (this.found.get(kind) ?? 0) + 1);
  }

  get disagreements(): number {
    return [...this.found.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The counts by name; kinds without a disagreement are left out. */
  counts(): { lookedAt: Partial<Record<Compared, number>>; found: Partial<Record<Kind, number>> } {
    return {
      lookedAt: Object.fromEntries(this.compared) as Partial<Record<Compared, number>>,
      found: Object.fromEntries(this.found) as Partial<Record<Kind, number>>,
    };
  }

  /** A readable summary: what was compared, then the kinds of disagreements. */
  summary(): string[] {
    const looked = [...this.compared].map(([many, count]) =>
      counted(count, comparedNames[many], many),
    );
    const heading = `Compared ${looked.join(', ') || 'nothing'}.`;
    const head = this.auditHead === null ? [] : [`The audit log ends in ${this.auditHead}.`];
    if (this.disagreements === 0) return [heading, ...head, 'No disagreements.'];
    const width = Math.max(...[...this.found.keys()].map((kind) => kind.length));
    const byKind = allKinds.flatMap((kind) => {
      const count = this.found.get(kind);
      return count === undefined ? [] : [`  ${kind.padEnd(width)}  ${count}`];
    });
    return [heading, ...head, `${counted(this.disagreements, 'disagreement')}:`, ...byKind];
  }
}
