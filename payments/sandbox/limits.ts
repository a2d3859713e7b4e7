/**
 * Every bound of the sandbox's HTTP server.
 * @exceeded HTTP 413
 * @test payments/sandbox/server.test.ts
 */
export const bodyBytesMax = 16 * 1024;
/**
 * Headers of a request.
 * @exceeded HTTP 431
 */
export const headerBytesMax = 8 * 1024;
/**
 * Open connections.
 * @exceeded the connection is closed
 */
export const connectionsMax = 1_024;
/**
 * Requests under way.
 * @exceeded HTTP 503
 */
export const openRequestsMax = 1_024;
/**
 * A request's headers, and the whole of it, must have arrived by then.
 * @exceeded HTTP 408, and the connection ends
 */
export const headersDeadlineMs = 5_000;
/**
 * Arrival of a whole request.
 * @exceeded HTTP 408, and the connection ends
 */
export const requestDeadlineMs = 10_000;
/** Interval at which these two deadlines are checked. */
export const deadlineCheckMs = 2_000;
export const idleConnectionMs = 30_000;
/**
 * The time that a stop waits for answers; more than the slowest token takes.
 * @exceeded they are cut off
 */
export const drainDeadlineMs = 3_000;
export const drainPollMs = 20;
/** How long a start waits for the folder, which an earlier process may still have locked. */
export const folderWaitMs = 4_000;
/**
 * Arrival of the options of the process on its standard input.
 * @exceeded the start fails
 */
export const optionsDeadlineMs = 5_000;
/**
 * Length of these options.
 * @exceeded the start fails
 */
export const optionsBytesMax = 16 * 1024;
/** Deadline for 3-D Secure, as long as a stock reservation. */
export const actionLifetimeMs = 15 * 60_000;
