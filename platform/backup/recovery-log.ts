import { parseLsn } from './log-positions';

/** The end of a recovery. */
export interface RecoveryEnd {
  /** The position at which its last record begins. */
  readonly lastRecord: bigint;
  /** The time of the last transaction; null if there was none after the backup. */
  readonly lastCommitAt: Date | null;
  /** Whether it stopped at its target, and not at the end of the log. */
  readonly isAtTarget: boolean;
}

/** The messages that PostgreSQL logs about the end of a recovery. */
const tooEarly = /requested recovery stop point is before consistent recovery point/;
const notReached = /recovery ended before configured recovery target was reached/;
const stopped = /recovery stopping (?:before|after|at) /;
const redoDone = /redo done at ([\dA-F]+\/[\dA-F]+)/;
const lastTransaction = /last completed transaction was at log time ([\d-]+) ([\d:.]+)\+00/;

/** Reads the log of a server that recovers. */
export class RecoveryLog {
  /** Why the recovery failed; null while it may succeed. */
  failure: string | null = null;
  /** Whether the log ended before the target. */
  isTargetMissed = false;
  private lastRecord: bigint | null = null;
  private lastCommitAt: Date | null = null;
  private isAtTarget = false;

  readonly onLine = (line: string): void => {
    const lsn = redoDone.exec(line)?.[1];
    if (lsn !== undefined) this.lastRecord = parseLsn(lsn);
    const [, day, time] = lastTransaction.exec(line) ?? [];
    if (day !== undefined) this.lastCommitAt = new Date(`${day}T${time}Z`);
    this.isAtTarget ||= stopped.test(line);
    if (tooEarly.test(line))
      this.failure ??= 'The backup ended after this moment, and there is no older one.';
    if (!notReached.test(line)) return;
    this.isTargetMissed = true;
    this.failure ??=
      'The archive ends before this moment, or has no such name. `orderprocessing backup list` shows the names; restore to latest for everything that is in it.';
  };

  readonly onLost = (reason: string): void => {
    this.failure ??= reason;
  };

  /** The end of the recovery; null while it continues. */
  get end(): RecoveryEnd | null {
    const { lastRecord, lastCommitAt, isAtTarget } = this;
    return lastRecord === null ? null : { lastRecord, lastCommitAt, isAtTarget };
  }
}
