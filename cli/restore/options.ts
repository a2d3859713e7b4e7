import type { Configuration } from '../../config/schema';
import { parseRestoreTarget } from '../../platform/backup/restore-target';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import { UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { messageOf } from '../program/results';

export interface RestoreOptions extends JsonOption {
  readonly to: string;
  readonly set?: string;
  readonly timeline?: number;
  readonly acceptGap?: true;
  readonly acceptOpenPayments?: true;
  readonly switch?: true;
  readonly back?: true;
  readonly rehearse?: true;
  readonly withoutLedger?: true;
}

export interface Restoring {
  readonly configuration: Configuration;
  readonly options: RestoreOptions;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/** What the operator accepts to lose or to leave open. */
export type Accepted = Pick<RestoreOptions, 'acceptGap' | 'acceptOpenPayments'>;

/** @throws UsageError that says what was expected. */
export function targetOf(to: string) {
  try {
    return parseRestoreTarget(to);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}
