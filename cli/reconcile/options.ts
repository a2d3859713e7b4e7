import type { JsonOption } from '../program/new-command';

export interface ReconcileOptions extends JsonOption {
  readonly yes?: true;
  /** Applies to the restored cluster that waits for its switch. */
  readonly restored?: true;
}
