/** Limits of the sandbox's HTTP server. */
export const bodyBytesMax = 16 * 1024;
export const headerBytesMax = 8 * 1024;
export const connectionsMax = 1_024;
export const openRequestsMax = 1_024;
/** Deadlines for the headers and for the complete request. */
export const headersDeadlineMs = 5_000;
export const requestDeadlineMs = 10_000;
/** Interval at which these two deadlines are checked. */
export const deadlineCheckMs = 2_000;
export const idleConnectionMs = 30_000;
/** How long a stop waits for pending requests; longer than the slowest token takes. */
export const drainDeadlineMs = 3_000;
export const drainPollMs = 20;
/** How long a start waits for the folder, which an earlier process may still have locked. */
export const folderWaitMs = 4_000;
export const optionsDeadlineMs = 5_000;
export const optionsBytesMax = 16 * 1024;
/** Deadline for 3-D Secure, as long as a stock reservation. */
export const actionLifetimeMs = 15 * 60_000;
