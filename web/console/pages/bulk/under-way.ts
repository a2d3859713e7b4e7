import type { BulkActionState } from '../../generated/documents';

/** How often a page reads the progress of bulk actions. */
export const pollMs = 1_500;

export const isUnderWay = ({ state }: { readonly state: BulkActionState }): boolean =>
  state === 'QUEUED' || state === 'RUNNING';
