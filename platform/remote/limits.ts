/** Every bound of the calls between processes of the system. */

/** A fetch of entities carries their keys, and an import its rows. */
export const requestBytesMax = 8 * 1024 * 1024;
export const answerBytesMax = 32 * 1024 * 1024;
export const headersBytesMax = 16 * 1024;

/** A caller ends its call by closing it; this is for one that forgot to. */
export const callDeadlineMs = 65_000;
export const connectDeadlineMs = 5_000;
export const requestArrivalMs = 10_000;
export const headersArrivalMs = 5_000;
export const arrivalCheckMs = 2_000;

export const connectionsMax = 1_024;
export const openCallsMax = 1_024;

/** Connections of one process to one other. */
export const socketsMax = 64;
/** Calls that wait for one of them; beyond, a call is refused at once. */
export const waitingCallsMax = 512;
/** The server says so in each answer, and clients let go of a connection two seconds earlier. */
export const keepAliveMs = 30_000;

/** Open calls may end before a stop cuts them off. */
export const drainDeadlineMs = 10_000;
export const idleSweepPauseMs = 50;

/** A part must be ready by then, and say so. */
export const startDeadlineMs = 60_000;
export const configurationDeadlineMs = 10_000;
/** Longer than a part takes to drain. */
export const stopDeadlineMs = 20_000;

export const readinessDeadlineMs = 2_000;
