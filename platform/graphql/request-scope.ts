import type { Viewer } from '../auth/viewer';
import type { AnswerBudget } from './answer-budget';
import type { AnswerSlot } from './answer-slot';

/** What every request carries from the gateway into a subgraph, whichever way it travels. */
export interface RequestScope {
  readonly viewer: Viewer;
  readonly requestId: string;
  /**
   * Which service calls, on an internal schema: by its certificate, or as the call was made in this
   * process. Never part of what is sent.
   */
  readonly caller?: string;
  /** Ends reads and waiting at the deadline or when the client has gone; never a commit. */
  readonly signal: AbortSignal;
  /** Set where the answer is limited. */
  readonly answerBudget?: AnswerBudget;
  /** Of a caller that keeps it until the answer is written; else it ends with the execution. */
  readonly answerSlot?: AnswerSlot;
}
