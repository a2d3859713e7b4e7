/** All limits of the calls between processes of the system. */

/**
 * Body of one call between processes: entities carry their keys, an import its rows.
 * @exceeded HTTP 413
 * @test platform/remote/call-bytes.test.ts
 */
export const requestBytesMax = 8 * 1024 * 1024;
/**
 * Answer of one call.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/remote/call-bytes.test.ts
 */
export const answerBytesMax = 32 * 1024 * 1024;
/**
 * Bodies of all open calls to one other process, and of all calls that a process serves.
 * @exceeded SERVICE_UNAVAILABLE, HTTP 503
 * @test platform/remote/call-bytes.test.ts
 */
export const openRequestsBytesMax = 64 * 1024 * 1024;
/**
 * The bytes of all incomplete responses of one process.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/remote/call-bytes.test.ts
 */
export const openAnswersBytesMax = 128 * 1024 * 1024;
/**
 * Headers of a call.
 * @exceeded HTTP 431
 * @test platform/remote/server/request-reader.test.ts
 */
export const headersBytesMax = 16 * 1024;

/**
 * Deadline of a call whose caller does not end it.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/remote/server/call-connection.test.ts
 */
export const callDeadlineMs = 65_000;
/**
 * Time for opening a connection.
 * @exceeded SERVICE_UNAVAILABLE
 */
export const connectDeadlineMs = 5_000;
/**
 * Time for a whole call to arrive.
 * @exceeded HTTP 408
 * @test platform/remote/server/call-connection.test.ts
 */
export const requestArrivalMs = 10_000;
/**
 * Time for the headers of a call to arrive.
 * @exceeded HTTP 408
 * @test platform/remote/server/call-connection.test.ts
 */
export const headersArrivalMs = 5_000;
/** The time between two looks at the deadlines of connections that were accepted. */
export const arrivalCheckMs = 2_000;

/**
 * Connections that a process accepts.
 * @exceeded the connection is closed
 */
export const connectionsMax = 1_024;
/**
 * Calls that a process serves at the same time.
 * @exceeded HTTP 503
 * @test platform/remote/remote.test.ts
 */
export const openCallsMax = 1_024;

/**
 * Connections from one process to another.
 * @exceeded calls wait for one
 * @test platform/remote/remote.test.ts
 */
export const socketsMax = 64;
/**
 * Connections from one process to another that are opened at the same time.
 * @exceeded calls wait for one
 * @test platform/remote/wire/connection-pool.test.ts
 */
export const connectingMax = 8;
/**
 * Calls that wait for a connection; further calls are rejected at once.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/remote/remote.test.ts
 */
export const waitingCallsMax = 512;
/**
 * Time that an idle connection stays open, announced in each response; clients close it two seconds
 * earlier.
 */
export const keepAliveMs = 30_000;

/**
 * Time for open calls to finish at a stop.
 * @exceeded they are cut off
 */
export const drainDeadlineMs = 10_000;
export const idleSweepPauseMs = 50;
/**
 * The silence during draining after which a connection that was opened or used since is refused.
 */
export const idleRefusalAfterMs = 250;
/**
 * Time for a caller to close a connection that was refused.
 * @exceeded it is cut
 * @test platform/remote/drained-connections.test.ts
 */
export const refusedCloseMs = 1_000;
/**
 * Times that a call is sent again because it was refused or its connection was lost before it was sent.
 * @exceeded SERVICE_UNAVAILABLE
 * @test platform/remote/drained-connections.test.ts
 */
export const resendsMax = 3;

/**
 * Consecutive calls of an instance that fail.
 * @exceeded it is ejected until it reports that it is ready
 * @test platform/remote/instances/instances.test.ts
 */
export const failuresToEject = 5;
/** The pause before the first probe of what gets no calls; it doubles with each probe. */
export const firstProbePauseMs = 250;
/** The longest pause between two probes: what answers again has its calls within this time. */
export const longestProbePauseMs = 2_000;
/** The time without an ejection after which the pause before a probe begins again. */
export const steadyMs = 60_000;

/**
 * Deadline for a process to report that it is ready.
 * @exceeded the start fails
 */
export const startDeadlineMs = 60_000;
/**
 * Time for the configuration of a process to arrive.
 * @exceeded the start fails
 */
export const configurationDeadlineMs = 10_000;
/**
 * The time from the signal to the end of a process, whatever it waits for.
 * @exceeded it exits with code 1
 * @test platform/process/lifecycle.test.ts
 */
export const stopDeadlineMs = 28_000;
/**
 * The time that a supervisor waits for the end of a process.
 * @exceeded it is killed
 */
export const killAfterMs = 30_000;

/** Deadline for checking whether the caller may take a profile. */
export const profileAdmissionMs = 5_000;

/**
 * Deadline for all readiness checks of a process together.
 * @exceeded HTTP 503
 */
export const readinessDeadlineMs = 2_000;
/**
 * Deadline for a process to answer whether it is ready. It is shorter, so that a hanging process is
 * distinguished from an unavailable database.
 */
export const readinessAnswerMs = 1_500;
/**
 * Deadline for a database to answer. It is shorter still, because a process whose database hangs
 * must answer in time.
 */
export const databaseAnswerMs = 1_000;
/**
 * A process queries its database at most once in this time, however often it is asked. With the
 * deadline above, a loss is detected after 3 s, and three processes cost 1.5 statements a second.
 */
export const databaseAnswerTtlMs = 2_000;
/** Simultaneous readiness requests at a gateway share one answer of the process. */
export const readinessAnswerTtlMs = 250;
/**
 * Connections for readiness checks of one process. They are separate, so that a full pool is not
 * mistaken for an unavailable process.
 * @exceeded the check waits
 */
export const readinessSocketsMax = 1;
