/** The exit codes of `drill` besides the usual ones. */
export const drillExitCode = { skipped: 3 } as const;
