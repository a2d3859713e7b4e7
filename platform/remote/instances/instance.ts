import type { Logger } from '../../telemetry/logger';
import { isConnectionRefused } from '../call-errors';
import * as limits from '../limits';
import type { InstanceMetrics } from '../metrics';
import type { ConnectionPool } from '../wire/connection-pool';
import { askReadiness } from './readiness-call';

/** How a call to an instance ended; `aborted` by its caller says nothing about the instance. */
export type CallEnd = 'answered' | 'failed' | 'unreachable' | 'aborted';

export interface InstanceOptions {
  readonly service: string;
  /** Host and port, in logs. */
  readonly name: string;
  readonly calls: ConnectionPool;
  /** Separate, so that calls that wait do not look like an instance that is not ready. */
  readonly readiness: ConnectionPool;
  readonly metrics: InstanceMetrics;
  readonly logger: Logger;
  /** Time without an answer to open calls after which it is asked whether it is ready. */
  readonly silenceMs: number;
  /** Called when it is ejected or readmitted. */
  readonly onHealth: () => void;
  /** Called each time that it does not say whether it is ready. */
  readonly onSilent: () => void;
}

/**
 * An instance of a service, and whether it gets calls. It is ejected after failures, and readmitted
 * when it reports that it is ready.
 */
export class Instance {
  /** Calls that wait for their answer. */
  outstanding = 0;
  isEjected = false;
  /** Failed calls since the last that was answered. */
  private failures = 0;
  /** The time of its last answer, or of the first call since it had none. */
  private silentSinceMs = 0;
  private pauseMs = limits.firstProbePauseMs;
  private readmittedAtMs = Number.NEGATIVE_INFINITY;
  private check: Promise<boolean> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isRetired = false;

  constructor(private readonly options: InstanceOptions) {
    options.metrics.added(1);
  }

  get calls(): ConnectionPool {
    return this.options.calls;
  }

  beginCall(nowMs: number): void {
    this.outstanding += 1;
    if (this.outstanding === 1) this.silentSinceMs = nowMs;
  }

  /** Asks whether it is ready if it has had calls for a while and answered none of them. */
  checkSilence(nowMs: number): void {
    const isSilent = this.outstanding > 0 && nowMs - this.silentSinceMs > this.options.silenceMs;
    // A missing answer ejects it, which logs the reason.
    if (isSilent && !this.isEjected) this.isReady().catch(() => false);
  }

  endCall(end: CallEnd): void {
    this.outstanding -= 1;
    if (end === 'answered') {
      this.failures = 0;
      this.silentSinceMs = performance.now();
    } else if (end === 'failed') {
      this.failures += 1;
      if (this.failures >= limits.failuresToEject) this.eject('its calls fail');
    } else if (end === 'unreachable') this.eject('it cannot be reached');
  }

  /**
   * Asks whether it is ready, which ejects or readmits it. Simultaneous callers share the answer.
   * @throws Error if it gives no answer in time.
   */
  isReady(): Promise<boolean> {
    this.check ??= this.ask().finally(() => {
      this.check = null;
    });
    return this.check;
  }

  /** New calls and questions show, and demand, the certificates of now. Those in progress end. */
  renew(): void {
    this.options.calls.renew();
    this.options.readiness.renew();
  }

  /** Sends it no calls from now on. Those in progress end. */
  retire(): void {
    this.isRetired = true;
    clearTimeout(this.timer);
    const { metrics } = this.options;
    this.renew();
    metrics.added(-1);
    if (this.isEjected) metrics.ejected(-1);
  }

  close(): void {
    this.retire();
    this.options.calls.close();
    this.options.readiness.close();
  }

  private async ask(): Promise<boolean> {
    const { readiness, service } = this.options;
    try {
      const isReady = await askReadiness(readiness, service);
      if (isReady) this.readmit();
      else this.eject('it is not ready');
      return isReady;
    } catch (error) {
      this.eject('it does not say whether it is ready');
      // A removed instance that has closed its port still answers the calls that it has.
      if (this.isRetired) this.isEjected = !isConnectionRefused(error);
      this.options.onSilent();
      throw error;
    }
  }

  private eject(reason: string): void {
    if (this.isRetired || this.isEjected) return;
    this.isEjected = true;
    const isSteady = performance.now() - this.readmittedAtMs > limits.steadyMs;
    this.pauseMs = isSteady ? limits.firstProbePauseMs : this.longerPauseMs();
    const { logger, metrics, name, service, onHealth } = this.options;
    metrics.ejected(1);
    logger.warn({ service, instance: name, reason }, 'instance ejected');
    onHealth();
    this.scheduleProbe();
  }

  private readmit(): void {
    this.failures = 0;
    this.silentSinceMs = performance.now();
    if (this.isRetired || !this.isEjected) return;
    this.isEjected = false;
    this.readmittedAtMs = performance.now();
    clearTimeout(this.timer);
    const { logger, metrics, name, service, onHealth } = this.options;
    metrics.ejected(-1);
    logger.info({ service, instance: name }, 'instance readmitted');
    onHealth();
  }

  private scheduleProbe(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.probe(), this.pauseMs).unref();
    this.pauseMs = this.longerPauseMs();
  }

  private async probe(): Promise<void> {
    // The reason has been logged when it was ejected; the next probe asks again.
    await this.isReady().catch(() => false);
    if (this.isEjected && !this.isRetired) this.scheduleProbe();
  }

  private longerPauseMs(): number {
    return Math.min(2 * this.pauseMs, limits.longestProbePauseMs);
  }
}
