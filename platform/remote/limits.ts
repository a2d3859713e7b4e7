/** Every bound of the calls between processes of the system. */

/** A fetch of entities carries their keys, and an import its rows. */
export const requestBytesMax = 8 * 1024 * 1024;
export const answerBytesMax = 32 * 1024 * 1024;
/** Of all open calls to one other process, and of all that one process is called with. */
export const openRequestsBytesMax = 64 * 1024 * 1024;
/** Of all answers of one other process that have not come whole. */
export const openAnswersBytesMax = 128 * 1024 * 1024;
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

/** A process must report that it is ready by then. */
export const startDeadlineMs = 60_000;
export const configurationDeadlineMs = 10_000;
/** Longer than a process takes to drain. */
export const stopDeadlineMs = 20_000;

/** For the question whether somebody may take a profile. */
export const profileAdmissionMs = 5_000;

/** For all required and optional checks of a process together. */
export const readinessDeadlineMs = 2_000;
/** Shorter than that, so that a process that hangs can be told from a database that is unavailable. */
export const readinessAnswerMs = 1_500;
/** Shorter again: a process whose database hangs has to say so in time. */
export const databaseAnswerMs = 1_000;
/**
 * However many ask a process, it asks its database once in this time: with the deadline above a loss
 * is known after 3 s, and three processes cost 1.5 statements a second.
 */
export const databaseAnswerTtlMs = 2_000;
/** One answer of a process for all who ask a gateway at the same time. */
export const readinessAnswerTtlMs = 250;
/** Of its own, so that a full pool is not taken for a process that is unavailable. */
export const readinessSocketsMax = 1;
