import type { Ledger } from './ledger';
import { SortedLedger } from './sorted-ledger';

/** A ledger whose first reading is done. */
export interface ReadLedger extends Ledger {
  /** Deletes the temporary files. */
  close(): void;
}

/**
 * Reads a ledger now; the first comparison gets that reading, and later ones read it again. A copy
 * of the databases that is made in between has the orders of the first reading, and what the shop
 * did before the copy is in the second one: only a finding in both is a disagreement.
 */
export async function readFirst(ledger: Ledger): Promise<ReadLedger> {
  const early = await SortedLedger.read(ledger.entries(null, new AbortController().signal));
  let isCompared = false;
  return {
    async *entries(since, signal) {
      if (isCompared) return yield* ledger.entries(since, signal);
      isCompared = true;
      for await (const group of early.groups()) yield* group.entries;
    },
    close: () => early.close(),
  };
}
