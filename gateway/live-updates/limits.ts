/** Interval at which streams check heartbeats, revoked tokens and slow readers. */
export const streamTickMs = 1_000;
/** The number of tokens and keys that are checked before yielding to other work. */
export const checksPerYield = 500;
/**
 * Orders in one message of `ordersChanged`, and fewer if they exceed the size of an answer.
 * @exceeded the others follow in the next message
 * @test gateway/live-updates/changes.test.ts
 */
export const changedOrdersMax = 100;
/**
 * Changed orders that a process remembers for streams that are behind.
 * @exceeded the older half is forgotten; streams behind it get `changesMissed`
 * @test gateway/live-updates/changed-orders.test.ts
 */
export const changedOrdersKeptMax = 10_000;
/**
 * Time between two messages of `ordersChanged`: a little over half a second, for at most two in any
 * second.
 * @exceeded changes wait for the next message
 * @test gateway/live-updates/changes.test.ts
 */
export const changesPauseMs = 550;
/** Time for further changes to join the first one after a silence. */
export const changesGatherMs = 20;
/**
 * Time that a new list of changed orders waits for the bus.
 * @exceeded it starts, and gets `changesMissed` when the bus is there
 */
export const busReadyMs = 2_000;
/**
 * Concurrent reads of changed orders.
 * @exceeded they wait
 * @test gateway/live-updates/shared-reads.test.ts
 */
export const watchedReadsMax = 16;
/**
 * Interval of the poll for changes without a notification.
 * @exceeded the order is read again
 */
export const missedChangeMsMax = 60_000;
/** Delay before a failed read is retried. */
export const rereadPauseMs = 5_000;
/**
 * Cache of parsed subscriptions: thousands of clients send the same few.
 * @exceeded the least recently used go first
 * @test gateway/operation/documents.test.ts
 */
export const watchedDocumentsBytesMax = 10_000_000;
/**
 * Text of a subscription, as sent and as the query that is made of it, with its variables.
 * @exceeded PAYLOAD_TOO_LARGE
 * @test gateway/live-updates/unread-bytes.test.ts
 */
export const watchCharactersMax = 50_000;
/**
 * Texts and variables of the subscriptions of all streams of a process, at two bytes per character.
 * @exceeded SERVICE_UNAVAILABLE
 * @test gateway/live-updates/unread-bytes.test.ts
 */
export const watchesBytesMax = 64_000_000;
/**
 * Unread messages of all streams of a process together.
 * @exceeded the connection of a reader whose message exceeds it is cut
 * @test gateway/live-updates/unread-bytes.test.ts
 */
export const streamsUnreadBytesMax = 64_000_000;
/**
 * Operations sent by hash whose kind is remembered (subscription or not), some 200 bytes each.
 * @exceeded the least recently used go first
 */
export const knownKindsMax = 10_000;
/** Retry-After if there is no slot for a stream. */
export const fullRetrySeconds = 10;
/** Shortest pause that a stopping gateway asks its streams to wait before they reconnect. */
export const reconnectPauseMsMin = 500;
/**
 * Longest pause that a stopping gateway asks its streams to wait before they reconnect; each gets a
 * random one.
 * @exceeded not a limit: the upper end of the range
 */
export const reconnectPauseMsMax = 5_000;
/**
 * Time for a reader to receive the end of a stream.
 * @exceeded the connection is cut
 */
export const streamEndDeadlineMs = 5_000;
