import type { ChangedColumns } from '../store/journal';
import type { JournalRow } from '../store/journal-row';

/** Clears what only an undecided order needs: for a decision of the workflow or of a person. */
export function decidedColumns({ risk }: Pick<JournalRow, 'risk'>): ChangedColumns {
  const cleared = {
    paymentToken: null,
    paymentReturnUrl: null,
    paymentAction: null,
    attention: null,
  };
  return risk?.hashes === undefined ? cleared : { ...cleared, risk: { facts: risk.facts } };
}
