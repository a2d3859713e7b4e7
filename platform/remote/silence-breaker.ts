import type { Registry } from 'prom-client';
import { breakerState } from '../resilience/breaker-state';
import type { Logger } from '../telemetry/logger';
import { isConnectionRefused } from './call-errors';
import * as limits from './limits';

/** No instance of the service answers, so the call was not made, or was ended. */
export class ServiceSilentError extends Error {
  override readonly name = 'ServiceSilentError';
}

export interface SilenceBreakerOptions {
  readonly service: string;
  /** Time without an answer to open calls after which the service is asked whether it is ready. */
  readonly silenceMs: number;
  /** Whether an instance reports that it is ready. @throws TimeoutError if none answers in time. */
  readonly isReady: () => Promise<boolean>;
  /** Ends the calls that wait and may be given up. */
  readonly endCalls: (reason: Error) => void;
  readonly registry: Registry | undefined;
  readonly logger: Logger;
}

/** A question that took this much longer than its deadline: this process did not run itself. */
const ownPauseMsMin = 250;

const isTimeout = (error: unknown): boolean =>
  (error as { name?: unknown }).name === 'TimeoutError';

/**
 * A breaker for a service that accepts connections and never answers: a process that hangs, a
 * network that swallows packets. Without it each call would wait for its own deadline, and requests
 * that need the service would hold the slots of those that do not. It costs a call two comparisons.
 */
export class SilenceBreaker {
  private isOpen = false;
  /** The time of the last answer, or of the first call since no call was waiting. */
  private silentSinceMs = 0;
  private isAsking = false;
  private pauseMs = limits.firstProbePauseMs;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly record: (state: 'closed' | 'open') => void;

  constructor(private readonly options: SilenceBreakerOptions) {
    this.record = breakerState(options.registry, options.service, 'silence');
  }

  /**
   * Called before each call.
   * @param waiting calls that wait for an answer.
   * @throws ServiceSilentError while it is open.
   */
  admit(waiting: number): void {
    if (this.isOpen) throw this.refusal();
    const nowMs = performance.now();
    if (waiting === 0) this.silentSinceMs = nowMs;
    else if (nowMs - this.silentSinceMs > this.options.silenceMs) void this.ask();
  }

  /** Called when anything was answered, be it an error. */
  onAnswer(nowMs: number): void {
    this.silentSinceMs = nowMs;
    if (this.isOpen) this.close();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private refusal(): Error {
    return new ServiceSilentError(`${this.options.service} does not answer.`);
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const askedAtMs = performance.now();
    try {
      await this.options.isReady();
      this.onAnswer(performance.now());
    } catch (error) {
      this.onUnanswered(error, performance.now() - askedAtMs);
    } finally {
      this.isAsking = false;
    }
  }

  private onUnanswered(error: unknown, tookMs: number): void {
    if (this.isStopped) return;
    const hasRun = tookMs < limits.readinessAnswerMs + ownPauseMsMin;
    if (!this.isOpen && isTimeout(error) && hasRun) this.open();
    // What refuses connections fails its calls at once, and serves as soon as it accepts them. Any
    // other failure may be that of a connection which hung, too.
    else if (this.isOpen && isConnectionRefused(error)) this.close();
    if (this.isOpen) this.scheduleQuestion();
  }

  private open(): void {
    this.isOpen = true;
    this.record('open');
    const { service, logger, endCalls } = this.options;
    logger.warn({ service }, 'service silent');
    endCalls(this.refusal());
  }

  private close(): void {
    this.isOpen = false;
    this.pauseMs = limits.firstProbePauseMs;
    clearTimeout(this.timer);
    this.record('closed');
    const { service, logger } = this.options;
    logger.info({ service }, 'service answers again');
  }

  private scheduleQuestion(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), this.pauseMs).unref();
    this.pauseMs = Math.min(2 * this.pauseMs, limits.longestProbePauseMs);
  }
}
