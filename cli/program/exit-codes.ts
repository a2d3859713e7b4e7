/** What the exit code of a command means, unless its own help says otherwise. */
export const exitCode = {
  done: 0,
  /** It failed, or it found what it looks for, such as a fault. */
  failed: 1,
  /** It was called with wrong arguments. */
  misused: 2,
  /** It needs a running shop, and there is none. */
  notRunning: 3,
} as const;

/** One line for each code that every command has, for its help. */
export const exitCodeMeanings = {
  [exitCode.done]: 'done',
  [exitCode.failed]: 'failed',
  [exitCode.misused]: 'called with wrong arguments',
} as const;

/** The exit code in the help of commands that need a running shop. */
export const needsShop = { [exitCode.notRunning]: 'the shop does not run' } as const;

/** A failure with a message for the operator, and its exit code. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandError';
  }
}

/** A call with wrong arguments. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(message, exitCode.misused);
    this.name = 'UsageError';
  }
}

/** The shop that the command needs does not run. */
export class NotRunningError extends CommandError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCode.notRunning, options);
    this.name = 'NotRunningError';
  }
}
