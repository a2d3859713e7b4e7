import type { Configuration } from '../config/schema';

/** The configured limits. They are read on use, because they may change while the process runs. */
type Limits = Configuration['limits'];
export type RateLimits = Limits['rate'];
export type OperationLimits = Limits['operation'];
export type StreamLimits = Limits['streams'];
export type AdmissionSettings = Pick<Limits, 'operation' | 'overload'>;

/**
 * The time after its arrival in which an operation is expected to be answered: half of the objective
 * of orders, because operations take up to twice as long as before when an overload begins.
 * @exceeded SERVICE_UNAVAILABLE at once, with Retry-After
 * @test platform/resilience/priority-admission.test.ts
 */
export const answerExpectedMs = 2_500;
/**
 * How long an operation waits that was accepted, when others take longer than estimated, as a share
 * of `limits.operation.deadlineMs`.
 * @exceeded SERVICE_UNAVAILABLE, as soon as it is foreseen
 * @test platform/resilience/priority-admission.test.ts
 */
export const admissionWaitShareMax = 0.8;
/**
 * Orders and other changes that may wait whatever is estimated. With the 204 that are executed, 284
 * callers are served on any machine.
 * @exceeded the estimate decides
 * @test platform/resilience/priority-admission.test.ts
 */
export const changesBurstMax = 80;
/**
 * The same of reads.
 * @exceeded the estimate decides
 * @test platform/resilience/priority-admission.test.ts
 */
export const readsBurstMax = 112;
/**
 * The same of reports.
 * @exceeded the estimate decides
 * @test platform/resilience/priority-admission.test.ts
 */
export const reportsBurstMax = 40;
/**
 * Estimated wait of an order or another change, when such have waited for 2 s without a break.
 * @exceeded SERVICE_UNAVAILABLE at once, with Retry-After
 * @test platform/resilience/priority-admission.test.ts
 */
export const changesStandingWaitMs = 1_500;
/**
 * The same of a read.
 * @exceeded SERVICE_UNAVAILABLE at once, with Retry-After
 * @test platform/resilience/priority-admission.test.ts
 */
export const readsStandingWaitMs = 1_000;
/**
 * The same of a report.
 * @exceeded SERVICE_UNAVAILABLE at once, with Retry-After
 * @test platform/resilience/priority-admission.test.ts
 */
export const reportsStandingWaitMs = 500;

/**
 * Requests per minute for all API keys of an account together.
 * @exceeded RATE_LIMITED
 * @test gateway/operation/counted-in-memory.test.ts
 */
export const apiKeysOfOwnerPerMinute = 10_000;
/**
 * Rate counters in memory (20 MB); the least recently used are evicted.
 * @exceeded the least used are forgotten first
 * @test platform/redis/rate-counters.test.ts
 */
export const rateCountersMax = 100_000;
/**
 * Cache of exhausted counters; an evicted one is read again.
 * @exceeded one that is forgotten is read from Redis again
 */
export const exhaustedCountersMax = 20_000;
/**
 * Longest possible sign-in: once the rate limit is exceeded, longer bodies are not read.
 * @exceeded RATE_LIMITED, and the body is not read
 * @test gateway/operation/rate-gate.test.ts
 */
export const signInBodyBytesMax = 10_000;

/** Assumed length of a plain list, whose real length is unknown in advance. */
export const plainListCost = 10;

/**
 * Objects of an answer that one point pays for.
 * @exceeded one point is charged for each so many, and RATE_LIMITED from the next request on
 * @test gateway/operation/rate-gate.test.ts
 */
export const answerObjectsPerPoint = 8;
/**
 * Bytes of an answer that one point pays for; the larger of both charges counts.
 * @exceeded one point is charged for each so many, where that is more than for its objects
 * @test gateway/operation/rate-gate.test.ts
 */
export const answerBytesPerPoint = 2_000;
/**
 * A refused answer is charged as this many of the largest: what was fetched before it was refused
 * is work too, and its size is not known.
 */
export const refusedAnswerFactor = 1.5;
/** Additional points for each root field of a mutation, because it commits. */
export const mutationPoints = 16;
/**
 * List elements in variables and literals that are free of charge.
 * @exceeded one point is charged for each `inputRowsPerPoint` of the others
 * @test gateway/operation/input-rows.test.ts
 */
export const inputRowsFree = 10;
/**
 * Characters of a field's name or of an enum's value in the variables.
 * @exceeded BAD_USER_INPUT
 * @test gateway/operation/variables.test.ts
 */
export const inputNameCharactersMax = 100;
/** List elements per point beyond the free ones. */
export const inputRowsPerPoint = 5;
/**
 * Bytes of a body that are free of charge; it is parsed even if the operation is rejected.
 * @exceeded one point is charged for each `bodyBytesPerPoint` of the others
 * @test gateway/operation/rate-gate.test.ts
 */
export const bodyBytesFree = 10_000;
/** Bytes of a body per point beyond the free ones. */
export const bodyBytesPerPoint = 2_000;
/**
 * Characters of a text that are free of charge, although the gateway does not know it yet.
 * @exceeded one point is charged for each `newTextCharactersPerPoint` of the others
 * @test gateway/operation/rate-gate.test.ts
 */
export const newTextCharactersFree = 300;
/** Characters of a new text per point beyond the free ones: it is validated, planned, compiled. */
export const newTextCharactersPerPoint = 10;
/**
 * Points for a new text at most: only comments and names make it longer.
 * @exceeded the rest of the text is free
 * @test gateway/operation/rate-gate.test.ts
 */
export const newTextPointsMax = 200;

/**
 * A page costs its `first`, capped at the maximum page so that the list can report its own error.
 * @exceeded counted as this many; the list itself refuses more
 */
export const costedPageMax = 100;
export const costedPageDefault = 20;

/**
 * Selections after spreading all fragments, so that a few tokens cannot cause seconds of planning.
 * @exceeded OPERATION_TOO_COMPLEX
 * @test gateway/operation/cost.test.ts
 */
export const spreadSelectionsMax = 10_000;

/**
 * Named fragments of a document, used or not: validation and planning compare them pairwise. 50
 * take about 10 ms of CPU.
 * @exceeded OPERATION_TOO_COMPLEX
 * @test gateway/operation/syntax-counts.test.ts
 */
export const fragmentsMax = 50;

/**
 * Name of an operation.
 * @exceeded BAD_REQUEST
 * @test gateway/operation/syntax-counts.test.ts
 */
export const operationNameCharactersMax = 100;

/**
 * Length of an error message, in UTF-16 code units.
 * @exceeded the rest is cut off
 * @test gateway/errors.test.ts
 */
export const messageCharactersMax = 500;
/**
 * Errors of one answer from parsing and validation.
 * @exceeded the others are left out
 * @test gateway/errors.test.ts
 */
export const refusalErrorsMax = 5;
/**
 * Errors of one answer from execution.
 * @exceeded the others are left out, one of each root field first
 * @test gateway/errors.test.ts
 */
export const executionErrorsMax = 10;

/**
 * Parsed and valid documents that are kept, by these estimates of what they take in memory.
 * @exceeded the least recently used go first
 * @test gateway/operation/documents.test.ts
 */
export const documentsBytesMax = 30_000_000;
export const documentBytesOverhead = 2_000;
/** A string with any character outside Latin-1 takes two bytes per character. */
export const bytesPerCharacter = 2;
/** Memory per token, including nodes, locations and the operation's measure. */
export const bytesPerToken = 500;

/**
 * Public answers that the gateway keeps in memory, as bytes.
 * @exceeded the least recently used go first
 * @test gateway/fast-path/kept-answers.test.ts
 */
export const keptAnswersMax = 10_000;
/**
 * Memory of these answers, with their keys.
 * @exceeded the least recently used go first
 * @test gateway/fast-path/kept-answers.test.ts
 */
export const keptAnswersBytesMax = 20_000_000;
/**
 * One of these answers, with its key.
 * @exceeded it is not kept
 * @test gateway/fast-path/kept-answers.test.ts
 */
export const keptAnswerBytesMax = 1_000_000;
export const keptAnswerOverheadBytes = 500;
/**
 * Variables of an operation whose answer is kept, as JSON.
 * @exceeded its answer is not kept
 * @test gateway/fast-path/answers-kept.test.ts
 */
export const keptVariablesCharactersMax = 2_000;
/**
 * Accounts and addresses that get no answer from before their last mutation.
 * @exceeded the least recent get answers that are up to their lifetime old
 * @test gateway/fast-path/answers-kept.test.ts
 */
export const writersMax = 10_000;

/**
 * A persisted operation is kept for a day after it was last registered.
 * @exceeded PERSISTED_QUERY_NOT_FOUND: the client sends the text again
 */
export const persistedOperationSeconds = 86_400;
/**
 * Longest text that is persisted, in UTF-8 bytes; longer ones are executed but not kept.
 * @exceeded it runs, but is not kept
 * @test gateway/operation/persisted-store.test.ts
 */
export const persistedOperationBytesMax = 20_000;
/** Overhead of a persisted text in the store. */
export const persistedOperationOverheadBytes = 256;
/**
 * All persisted texts with overhead, in Redis or in memory; the oldest are evicted.
 * @exceeded the oldest go first
 * @test gateway/operation/persisted-store.test.ts
 */
export const persistedOperationsBytesMax = 20_000_000;
/**
 * New texts per account or address and day.
 * @exceeded they run, but are not kept
 * @test gateway/operation/persisted-store.test.ts
 */
export const persistedOperationsOfAccountMax = 200;
/**
 * Bytes of these texts in a day.
 * @exceeded they run, but are not kept
 * @test gateway/operation/persisted-store.test.ts
 */
export const persistedOperationsOfAccountBytesMax = 1_000_000;

/**
 * All checks of `/ready` together.
 * @exceeded HTTP 503
 */
export const readinessDeadlineMs = 3_000;

/**
 * Body of a payment callback.
 * @exceeded PAYLOAD_TOO_LARGE
 * @test gateway/routes/routes.test.ts
 */
export const callbackBytesMax = 65_536;
