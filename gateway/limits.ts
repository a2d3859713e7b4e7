import type { Configuration } from '../config/schema';
import { msPerSecond } from '../platform/values/time';

/** All limits of a request: configurable ones and the constants below. */
export interface GatewayLimits {
  readonly anonymousPerMinute: number;
  readonly userPerMinute: number;
  readonly apiKeyPerMinute: number;
  readonly signInsPerMinute: number;
  readonly refreshesPerMinute: number;
  readonly costPerField: number;
  readonly tokensMax: number;
  readonly depthMax: number;
  readonly aliasesMax: number;
  readonly directivesMax: number;
  readonly rootFieldsMax: number;
  readonly costMax: number;
  readonly textBytesMax: number;
  readonly bodyBytesMax: number;
  readonly bodyBytesAnonymousMax: number;
  readonly deadlineMs: number;
  readonly answerReadMs: number;
  readonly streamsMax: number;
  readonly streamsPerViewerMax: number;
  readonly heartbeatMs: number;
  readonly slowReaderMs: number;
}

/** Configurable limits are read on use, because they may change while the process runs. */
export function gatewayLimits({ limits }: Pick<Configuration, 'limits'>): GatewayLimits {
  const { rate, operation, streams } = limits;
  return {
    get anonymousPerMinute() {
      return rate.anonymousPerMinute;
    },
    get userPerMinute() {
      return rate.userPerMinute;
    },
    get apiKeyPerMinute() {
      return rate.apiKeyPerMinute;
    },
    get signInsPerMinute() {
      return rate.signInsPerMinute;
    },
    get refreshesPerMinute() {
      return rate.refreshesPerMinute;
    },
    get costPerField() {
      return rate.costPerField;
    },
    get tokensMax() {
      return operation.tokens;
    },
    get depthMax() {
      return operation.depth;
    },
    get aliasesMax() {
      return operation.aliases;
    },
    get directivesMax() {
      return operation.directives;
    },
    get rootFieldsMax() {
      return operation.rootFields;
    },
    get costMax() {
      return operation.cost;
    },
    get textBytesMax() {
      return operation.textBytes;
    },
    get bodyBytesMax() {
      return operation.bodyBytes;
    },
    get bodyBytesAnonymousMax() {
      return operation.bodyBytesAnonymous;
    },
    get deadlineMs() {
      return operation.deadlineMs;
    },
    get answerReadMs() {
      return operation.answerReadSeconds * msPerSecond;
    },
    get streamsMax() {
      return streams.perProcess;
    },
    get streamsPerViewerMax() {
      return streams.perViewer;
    },
    get heartbeatMs() {
      return streams.heartbeatSeconds * msPerSecond;
    },
    get slowReaderMs() {
      return streams.slowReaderSeconds * msPerSecond;
    },
  };
}

/** Requests per minute for all API keys of an account together. */
export const apiKeysOfOwnerPerMinute = 10_000;
/** Rate counters in memory (20 MB); the least recently used are evicted. */
export const rateCountersMax = 100_000;
/** Cache of exhausted counters; an evicted one is read again. */
export const exhaustedCountersMax = 20_000;
/** Longest possible sign-in: once the rate limit is exceeded, longer bodies are not read. */
export const signInBodyBytesMax = 10_000;

/** Assumed length of a plain list, whose real length is unknown in advance. */
export const plainListCost = 10;

/** Objects of an answer that one point pays for. */
export const answerObjectsPerPoint = 10;
/** Bytes of an answer that one point pays for; the larger of both charges counts. */
export const answerBytesPerPoint = 2_500;
/** Additional points for each root field of a mutation, because it commits. */
export const mutationPoints = 8;
/** List elements in variables and literals that are free of charge. */
export const inputRowsFree = 10;
/** List elements per point beyond the free ones. */
export const inputRowsPerPoint = 5;
/** Bytes of a body that are free of charge; it is parsed even if the operation is rejected. */
export const bodyBytesFree = 10_000;
/** Bytes of a body per point beyond the free ones. */
export const bodyBytesPerPoint = 2_000;

/** A page costs its `first`, capped at the maximum page so that the list can report its own error. */
export const costedPageMax = 100;
export const costedPageDefault = 20;

/** Selections after spreading all fragments, so that a few tokens cannot cause seconds of planning. */
export const spreadSelectionsMax = 10_000;

/**
 * Named fragments of a document, used or not: validation and planning compare them pairwise. 50 take
 * about 10 ms of CPU.
 */
export const fragmentsMax = 50;

export const operationNameCharactersMax = 100;

/** Length of an error message, in UTF-16 code units. */
export const messageCharactersMax = 500;
/** Maximum number of errors from parsing and validation, and from execution. */
export const refusalErrorsMax = 5;
export const executionErrorsMax = 10;

/** Memory for the cache of valid documents, by the estimates below. */
export const documentsBytesMax = 30_000_000;
export const documentBytesOverhead = 2_000;
/** A string with any character outside Latin-1 takes two bytes per character. */
export const bytesPerCharacter = 2;
/** Memory per token, including nodes, locations and the operation's measure. */
export const bytesPerToken = 500;

/** A persisted operation is kept for a day after it was last registered. */
export const persistedOperationSeconds = 86_400;
/** Longest text that is persisted, in UTF-8 bytes; longer ones are executed but not kept. */
export const persistedOperationBytesMax = 20_000;
/** Overhead of a persisted text in the store. */
export const persistedOperationOverheadBytes = 256;
/** All persisted texts with overhead, in Redis or in memory; the oldest are evicted. */
export const persistedOperationsBytesMax = 20_000_000;
/** New texts per account or address and day. */
export const persistedOperationsOfAccountMax = 200;
export const persistedOperationsOfAccountBytesMax = 1_000_000;

/** Cache of valid tokens until they expire; the least recently used are evicted. */
export const verifiedTokensBytesMax = 10_000_000;
/** Measured: claims and cache entry of a token, in addition to its text. */
export const verifiedTokenOverheadBytes = 1_000;
/** Minimum time between queries for signing keys because of an unknown key id. */
export const signingKeysPauseMs = 5_000;
/** Signing keys are read again after this time, so that withdrawn ones are dropped. */
export const signingKeysMaxAgeMs = 60_000;
export const signingKeysDeadlineMs = 2_000;

/**
 * How long answers of users about API keys and revoked sessions are used. Together with the deadline
 * below, changes apply everywhere within 5 s.
 */
export const credentialsAgeMaxMs = 3_000;
/** Age at which they are refreshed in the background. */
export const credentialsRefreshMs = 2_000;
export const credentialsDeadlineMs = 2_000;
/** Longer than the lifetime of any access token. */
export const endedTokensTtlMs = 93_600_000;
/** Accounts with revoked tokens in memory (60 MB); beyond that, all older tokens are rejected. */
export const endedAccountsMax = 200_000;
/** Cached API keys (20 MB). */
export const knownApiKeysMax = 10_000;
/** A day: a key that was valid once is looked up even if its address has sent unknown keys. */
export const goodApiKeysTtlMs = 86_400_000;

/** Deadline for receiving a request; the response deadline starts with its headers. */
export const requestArrivalMs = 15_000;
export const headersArrivalMs = 10_000;
export const keepAliveMs = 65_000;
export const headersBytesMax = 16_384;

/** Bodies of all requests in progress. While being parsed, one takes up to 21 times its bytes. */
export const heldBodiesBytesMax = 32_000_000;
/** Bodies of one account, or of one network address without sign-in. */
export const heldBodiesBytesOfCallerMax = 8_000_000;
/** Overhead per chunk, since a body may arrive byte by byte. */
export const bodyChunkOverheadBytes = 200;
/** Retry-After if there is no memory for a body. */
export const bodiesRetrySeconds = 2;

/** Responses not read by their clients yet; beyond it, the oldest are disconnected. */
export const unreadAnswersBytesMax = 64_000_000;

/** Time for open requests to finish at a stop. */
export const drainDeadlineMs = 10_000;
/** While draining, time for connections without a request so far. */
export const firstRequestGraceMs = 500;
/** While draining, interval for closing idle connections. */
export const idleSweepPauseMs = 50;

export const readinessDeadlineMs = 3_000;

export const callbackBytesMax = 65_536;

/** Access-Control-Max-Age of preflights. */
export const preflightSeconds = 600;

/** Interval at which streams check heartbeats, revoked tokens and slow readers. */
export const streamTickMs = 1_000;
/** Tokens and keys checked before yielding to other work. */
export const checksPerYield = 500;
/** Maximum cost of a subscription, since it is executed again at each change. */
export const streamCostMax = 100;
/** Concurrent reads of changed orders. */
export const watchedReadsMax = 16;
/** Interval of the poll for changes without a notification. */
export const missedChangeMsMax = 60_000;
/** Delay before a failed read is retried. */
export const rereadPauseMs = 5_000;
/** Cache of parsed subscriptions: thousands of clients send the same few. */
export const watchedDocumentsBytesMax = 10_000_000;
/** Bytes of a subscription, its query and its variables. */
export const watchCharactersMax = 50_000;
/** The same for all streams of a process, at two bytes per character. */
export const watchesBytesMax = 64_000_000;
/** Unread messages of all streams together; a reader that exceeds it is disconnected as too slow. */
export const streamsUnreadBytesMax = 64_000_000;
/** Retry-After if there is no slot for a stream. */
export const fullRetrySeconds = 10;
/** Reconnect delays for the streams of a stopping gateway, spread over time. */
export const reconnectPauseMsMin = 500;
export const reconnectPauseMsMax = 5_000;
/** Time for a reader to take the end of a stream. */
export const streamEndDeadlineMs = 5_000;

/** Minimum time between log messages about an unavailable dependency. */
export const outageLogPauseMs = 10_000;
