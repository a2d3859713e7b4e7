/** The exit codes of `drill` besides the usual ones. */
export const drillExitCode = { skipped: 3 } as const;

/** The exit code in the help of every drill that needs more than Node. */
export const cannotRun = { [drillExitCode.skipped]: 'this machine cannot run it' } as const;
