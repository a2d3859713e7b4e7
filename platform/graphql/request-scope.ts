import type { Viewer } from '../requests/viewer';
import type { AnswerBudget } from './answer-budget';
import type { AnswerSlot } from './answer-slot';

/** Passed with every request from the gateway to a subgraph. */
export interface RequestScope {
  readonly viewer: Viewer;
  readonly requestId: string;
  /**
   * The calling service on an internal schema, from its certificate or from the call within this
   * process. It is never sent.
   */
  readonly caller?: string;
  /**
   * Whether lists may be read from replicas: the gateway says so for queries of callers that have
   * not written lately. Calls between services never have it.
   */
  readonly mayReadReplicas?: boolean;
  /** Aborts reads and waits at the deadline or when the client disconnects, never a commit. */
  readonly signal: AbortSignal;
  /** Set if the answer is limited. */
  readonly answerBudget?: AnswerBudget;
  /** Set by a caller that holds the slot until the answer is written; otherwise it ends with the execution. */
  readonly answerSlot?: AnswerSlot;
}

/** The request or job that a call belongs to. */
export type CallScope = Pick<RequestScope, 'requestId' | 'signal'>;

/** The scope of a call that the system makes for a request or a job. */
export const asSystem = (
  { requestId, signal }: CallScope,
  cause: string = requestId,
): RequestScope => ({ viewer: { kind: 'system', cause }, requestId, signal });

/** The scope of a call that the system makes by itself, not for a request of a client. */
export const systemScope = (cause: string, deadlineMs: number, requestId = cause): RequestScope =>
  asSystem({ requestId, signal: AbortSignal.timeout(deadlineMs) }, cause);
