/** Every bound of the sandbox's HTTP server. */
export const bodyBytesMax = 16 * 1024;
export const headerBytesMax = 8 * 1024;
export const connectionsMax = 1_024;
export const openRequestsMax = 1_024;
/** A request's headers, and the whole of it, must have arrived by then. */
export const headersDeadlineMs = 5_000;
export const requestDeadlineMs = 10_000;
/** How often the two are looked at. */
export const deadlineCheckMs = 2_000;
export const idleConnectionMs = 30_000;
/** A stop waits so long for answers; more than the slowest token takes. */
export const drainDeadlineMs = 3_000;
export const drainPollMs = 20;
/** How long a start waits for the folder: an earlier process may still be draining. */
export const folderWaitMs = 4_000;
export const optionsDeadlineMs = 5_000;
export const optionsBytesMax = 16 * 1024;
/** 3-D Secure waits as long as a reservation of stock lasts. */
export const actionLifetimeMs = 15 * 60_000;
