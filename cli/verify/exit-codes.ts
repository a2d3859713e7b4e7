/** The exit codes of `verify`: its callers tell disagreements from a check that failed. */
export const verifyExitCode = { disagreements: 1, notCompared: 2 } as const;
