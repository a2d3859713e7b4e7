/**
 * Deadline for receiving a request; the response deadline starts with its headers.
 * @exceeded HTTP 408, and the connection ends
 * @test gateway/http/late-requests.test.ts
 */
export const requestArrivalMs = 15_000;
/**
 * Arrival of the headers.
 * @exceeded HTTP 408, and the connection ends
 * @test gateway/http/late-requests.test.ts
 */
export const headersArrivalMs = 10_000;
/** How often requests that are late are looked for; each may take so much longer. */
export const lateRequestsCheckMs = 5_000;
/** What a late request gets in addition, in case this process or the machine stood still. */
export const lateRequestGraceMs = 1_000;
/**
 * An idle connection.
 * @exceeded it is closed
 */
export const keepAliveMs = 65_000;
/**
 * Headers of a request.
 * @exceeded HTTP 431
 * @test gateway/http/http.test.ts
 */
export const headersBytesMax = 16_384;

/**
 * Requests of a connection that wait for those sent before them.
 * @exceeded the connection is closed
 * @test gateway/http/in-turn.test.ts
 */
export const waitingRequestsMax = 500;
/**
 * Memory of the requests of all connections that wait for those sent before them.
 * @exceeded the connection of the last one is closed
 * @test gateway/http/in-turn.test.ts
 */
export const waitingRequestsBytesMax = 16_000_000;
/** Overhead of one of them. */
export const waitingRequestBytes = 5_000;

/**
 * Bodies of all requests in progress. While being parsed, one takes up to 21 times its bytes.
 * @exceeded SERVICE_UNAVAILABLE
 * @test gateway/http/held-bodies.test.ts
 */
export const heldBodiesBytesMax = 32_000_000;
/**
 * Bodies of one account, or of one network address without sign-in.
 * @exceeded RATE_LIMITED
 * @test gateway/http/held-bodies.test.ts
 */
export const heldBodiesBytesOfCallerMax = 8_000_000;
/** Overhead per chunk, since a body may arrive byte by byte. */
export const bodyChunkOverheadBytes = 200;
/** Retry-After if there is no memory for a body. */
export const bodiesRetrySeconds = 2;

/**
 * Responses not read by their clients yet; beyond it, the oldest are disconnected.
 * @exceeded the connection with the oldest is cut
 * @test gateway/http/slow-readers.test.ts
 */
export const unreadAnswersBytesMax = 64_000_000;

/**
 * Time for open requests to finish at a stop.
 * @exceeded they are cut off
 * @test gateway/http/http.test.ts
 */
export const drainDeadlineMs = 10_000;
/**
 * The time during draining for each idle connection to bring one more request, whose response ends
 * it. A connection that is closed while a request is on its way loses that request.
 * @exceeded they are closed
 * @test gateway/http/stop.test.ts
 */
export const idleGraceMs = 2_000;
/** The time during draining for connections without a request so far. */
export const firstRequestGraceMs = 500;
/** The interval during draining at which idle connections are closed. */
export const idleSweepPauseMs = 50;

/** Access-Control-Max-Age of preflights. */
export const preflightSeconds = 600;
/**
 * Names of headers in a preflight, as one text.
 * @exceeded the preflight allows no header
 * @test gateway/http/cors.test.ts
 */
export const preflightHeaderCharactersMax = 4_096;
/**
 * Headers that a preflight may ask for.
 * @exceeded the preflight allows no header
 * @test gateway/http/cors.test.ts
 */
export const preflightHeadersMax = 100;
