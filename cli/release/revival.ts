import type { Logger } from '../../platform/telemetry/logger';
import type { Deployment } from './deployment';
import type { Slot } from './haproxy';
import type { ReleaseState } from './state';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** The running time after which the pauses between restarts are short again. */
const steadyAfterMs = 60_000;

type Reviving = Pick<Deployment, 'activeVersion' | 'revive'>;

/** Starts the active version again when it has ended, with pauses that double. */
export class Revival {
  private pauseMs = firstPauseMs;
  private notBeforeMs = 0;
  private startedAtMs = 0;
  private controller: AbortController | null = null;
  private readonly released = new Map<Slot, Reviving>();

  /**
   * @param deployment has the settings of a version that another supervisor has started.
   * @param isWanted whether to start a version that was never seen running.
   */
  constructor(
    private readonly deployment: Reviving,
    private readonly logger: Logger,
    private isWanted: boolean,
  ) {}

  /**
   * @param deployment has the settings of the release that started the version, which an older one
   * that is active again after a rollback may refuse.
   */
  use(slot: Slot, deployment: Reviving): void {
    this.released.set(slot, deployment);
    this.isWanted = true;
  }

  /**
   * Cancels a start, because a command needs the versions; a release can replace one that does not
   * start.
   */
  interrupt(): void {
    this.controller?.abort(new Error('A command came between.'));
  }

  get isStarting(): boolean {
    return this.controller !== null;
  }

  /** Whether it starts the active version once that does not run. */
  get isEnabled(): boolean {
    return this.isWanted;
  }

  /** @throws Error if the version does not start. */
  async look({ active, versions }: ReleaseState): Promise<void> {
    const now = performance.now();
    if (this.deployment.activeVersion() !== null) {
      this.isWanted = true;
      if (now - this.startedAtMs > steadyAfterMs) this.pauseMs = firstPauseMs;
      return;
    }
    const version = active === null ? undefined : versions[active];
    if (version === undefined || !this.isWanted || now < this.notBeforeMs) return;
    const { pid, slot } = version;
    this.logger.error({ pid, slot }, 'version ended, starting it again');
    this.controller = new AbortController();
    const { signal } = this.controller;
    try {
      const deployment = this.released.get(slot) ?? this.deployment;
      await deployment.revive(version, signal);
      this.startedAtMs = performance.now();
      this.logger.warn({ slot }, 'version runs again');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.controller = null;
      // An interrupted start has not failed: it resumes as soon as the command has ended.
      if (!signal.aborted) this.pause();
    }
  }

  private pause(): void {
    this.notBeforeMs = performance.now() + this.pauseMs;
    this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
  }
}
