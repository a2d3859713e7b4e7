import type { Configuration } from '../config/schema';

/** Every number that bounds a request: these from the configuration, the others as named here. */
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

const msPerSecond = 1_000;

/** Those of the configuration are read at the moment of use: they change while the process runs. */
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

/** Rates are counted in windows of this length. */
export const rateWindowSeconds = 60;
/** All API keys of an account together. */
export const apiKeysOfOwnerPerMinute = 10_000;
/** Counters in memory, which take 20 MB; the least used are forgotten first. */
export const rateCountersMax = 100_000;
/** Counters that are known to be used up; one that is forgotten is asked again. */
export const exhaustedCountersMax = 20_000;
/** No sign-in is longer: past the limit, a longer body is not read. */
export const signInBodyBytesMax = 10_000;

/** What a plain list counts for, whose length nobody knows beforehand. */
export const plainListCost = 10;

/** An answer with more objects for each requested point is charged one point for so many. */
export const answerObjectsPerPoint = 10;
/** Or one point for so many bytes of its JSON, where that is more. */
export const answerBytesPerPoint = 2_500;
/** A root field of a mutation is charged so many points besides: it commits, and a read does not. */
export const mutationPoints = 8;
/** Elements of lists in variables and literals that an operation may send for nothing. */
export const inputRowsFree = 10;
/** Of those beyond it: a point for so many. */
export const inputRowsPerPoint = 5;
/** Of a request's body, for nothing; it is parsed whether the operation is refused or not. */
export const bodyBytesFree = 10_000;
/** Of those beyond it: a point for so many. */
export const bodyBytesPerPoint = 2_000;

/** A page counts for its `first`; beyond what lists take, the list's own error is to be seen. */
export const costedPageMax = 100;
export const costedPageDefault = 20;

/** Selections after all fragments are spread: beyond it a few tokens would plan for seconds. */
export const spreadSelectionsMax = 10_000;

/**
 * Named fragments of a document, used or not: validation and planning compare each with each. 50
 * cost about 10 ms of CPU.
 */
export const fragmentsMax = 50;

export const operationNameCharactersMax = 100;

/** Of an error, in UTF-16 code units. */
export const messageCharactersMax = 500;
/** From parsing and validation, and from execution. */
export const refusalErrorsMax = 5;
export const executionErrorsMax = 10;

/** Parsed and valid documents that are kept, by these estimates of what they take in memory. */
export const documentsBytesMax = 30_000_000;
export const documentBytesOverhead = 2_000;
/** A string takes two bytes a character as soon as one of these is not in Latin-1. */
export const bytesPerCharacter = 2;
/** With nodes and locations, and with what is measured of them. */
export const bytesPerToken = 500;

/** An operation is kept under its hash for a day after it was last registered. */
export const persistedOperationSeconds = 86_400;
/** In UTF-8; a longer text is run, but not kept. */
export const persistedOperationBytesMax = 20_000;
/** What the index and the keys of the store take for a text, besides the text itself. */
export const persistedOperationOverheadBytes = 256;
/** All texts with their overhead, in Redis or in memory; beyond, the oldest go first. */
export const persistedOperationsBytesMax = 20_000_000;
/** New texts of an account or address that are kept in a day. */
export const persistedOperationsOfAccountMax = 200;
export const persistedOperationsOfAccountBytesMax = 1_000_000;

/** Good tokens are remembered until they expire, the least used are forgotten first. */
export const verifiedTokensBytesMax = 10_000_000;
/** Measured: what a token says, and its place in the cache, besides its text. */
export const verifiedTokenOverheadBytes = 1_000;
/** An unknown key id asks users for the keys at most this often. */
export const signingKeysPauseMs = 5_000;
/** Known keys are asked for again after this time, so that withdrawn ones go. */
export const signingKeysMaxAgeMs = 60_000;
export const signingKeysDeadlineMs = 2_000;

/**
 * What users said of keys and ended sessions holds for so long: with the time to ask again (the
 * deadline below), a change is heard of everywhere within 5 s.
 */
export const credentialsAgeMaxMs = 3_000;
/** Before that it is asked for again in the background, while requests come. */
export const credentialsRefreshMs = 2_000;
export const credentialsDeadlineMs = 2_000;
/** Longer than any access token lives. */
export const endedTokensKeptMs = 93_600_000;
/** Accounts whose tokens have ended, which take 60 MB; of older ones all old tokens are refused. */
export const endedAccountsMax = 200_000;
/** API keys that are remembered for a moment, which take 20 MB. */
export const knownApiKeysMax = 10_000;
/** A day: a key that was good once may be asked for though its address has tried bad ones. */
export const goodApiKeysKeptMs = 86_400_000;

/** A request must have arrived whole by then; the deadline of the answer counts from its head. */
export const requestArrivalMs = 15_000;
export const headersArrivalMs = 10_000;
export const keepAliveMs = 65_000;
export const headersBytesMax = 16_384;

/** Bodies of all requests under way. Parsed, one takes up to 21 times its bytes for a moment. */
export const heldBodiesBytesMax = 32_000_000;
/** Of one account, or of one network address where nobody is signed in. */
export const heldBodiesBytesOfCallerMax = 8_000_000;
/** A body may arrive in pieces of a single byte; each takes so much besides its bytes. */
export const bodyChunkOverheadBytes = 200;
/** When to come again, said to whoever found no room for a body. */
export const bodiesRetrySeconds = 2;

/** Answers that their clients have not read yet: beyond it, the oldest are given up. */
export const unreadAnswersBytesMax = 64_000_000;

/** Open requests may end before a stop cuts them off. */
export const drainDeadlineMs = 10_000;
/** While draining, for connections on which the first request is still to come. */
export const firstRequestGraceMs = 500;
/** While draining, connections that have become idle are closed this often. */
export const idleSweepPauseMs = 50;

export const readinessDeadlineMs = 3_000;

export const callbackBytesMax = 65_536;

/** Browsers may remember a preflight for so long. */
export const preflightSeconds = 600;

/** Streams look at what falls due this often: heartbeats, tokens that ended, slow readers. */
export const streamTickMs = 1_000;
/** Tokens and keys that are checked again before other work gets its turn. */
export const checksPerYield = 500;
/** Cost of a subscription, which is read again at each change. */
export const streamCostMax = 100;
/** Watched orders that are read at the same time, of those that changed. */
export const watchedReadsMax = 16;
/** A change of which nobody told is found by then. */
export const missedChangeMsMax = 60_000;
/** An order that could not be read is read again after this time. */
export const rereadPauseMs = 5_000;
/** Of subscriptions that are kept parsed: thousands of clients send the same few. */
export const watchedDocumentsBytesMax = 10_000_000;
/** Of a subscription, as sent and as the query that is made of it, with its variables. */
export const watchCharactersMax = 50_000;
/** Of these, for all streams of a process: two bytes a character. */
export const watchesBytesMax = 64_000_000;
/** Messages of all streams that their readers have not taken: the reader of one more is too slow. */
export const streamsUnreadBytesMax = 64_000_000;
/** When to come again, said to whoever found no slot for a stream. */
export const fullRetrySeconds = 10;
/** When to come again, said to the streams of a gateway that stops: not all at once. */
export const reconnectPauseMsMin = 500;
export const reconnectPauseMsMax = 5_000;
/** The end of a stream that its reader does not take. */
export const streamEndDeadlineMs = 5_000;

/** The logs say at most this often that a dependency is away. */
export const outageLogPauseMs = 10_000;
