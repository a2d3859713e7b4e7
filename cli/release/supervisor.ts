import { setTimeout as pause } from 'node:timers/promises';
import { loadConfiguration } from '../../config/loading/load-configuration';
import type { Logger } from '../../platform/telemetry/logger';
import { CommandError } from '../program/exit-codes';
import type { ReleaseSettings } from './addresses';
import type { Leftover } from './end';
import type { Slot } from './haproxy';
import { HaproxyProcess } from './haproxy-process';
import { type ReleaseResult, Releases, type RollBackResult } from './releases';
import { demandReplaceable } from './replaceable';
import type { Caller, ReleaseCall, ReleaseRequest } from './requests';
import { Revival } from './revival';
import { noReleases, type ReleaseState, runsAny } from './state';
import { renewCertificate } from './version-tls';

/** The polling interval: HAProxy must listen again within 2 s after it was killed. */
const pollIntervalMs = 200;
/** The pause after a fault that cannot be repaired now. */
const failurePauseMs = 1_000;
const signalPauseMs = 100;

export interface Aborted {
  readonly outcome: string | null;
  /** False if the release had been taken back before. */
  readonly isChanged: boolean;
}

/** The command that changes versions now. */
interface Operation {
  readonly pid: number;
  readonly isRelease: boolean;
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
}

export interface SupervisorOptions {
  readonly settings: ReleaseSettings;
  readonly logger: Logger;
  /** Whether it first starts the active version if that does not run. */
  readonly restores: boolean;
  /** Whether this process was asked to stop. */
  readonly isEnding: () => boolean;
  /** Called when nothing is left to supervise. */
  readonly onIdle: () => void;
}

/**
 * Supervises HAProxy, the versions and the release in progress. A release ends with its command: if
 * that has ended, the previous version gets all requests again.
 */
export class Supervisor {
  private readonly haproxy: HaproxyProcess;
  private readonly releases: Releases;
  private readonly revival: Revival;
  private current: Operation | null = null;
  private housekeeping: Promise<void> = Promise.resolve();
  private isStopping = false;
  private looking: Promise<void> | null = null;

  constructor(private readonly options: SupervisorOptions) {
    const { settings, logger, restores } = options;
    this.haproxy = new HaproxyProcess(settings);
    this.releases = new Releases(settings, (line) => logger.info(line), this.haproxy);
    // Nothing runs after a reboot, and the command that began this process decides what starts.
    const isWanted = restores || runsAny(this.state ?? noReleases);
    this.revival = new Revival(this.releases.deployment, logger, isWanted);
  }

  private get state(): ReleaseState | null {
    return this.options.settings.folder.read();
  }

  /** Takes over running processes, and takes back a release that nobody watches. */
  async start(): Promise<void> {
    const active = this.releases.deployment.activeVersion();
    if (active !== null && this.haproxy.isRunning) {
      await this.haproxy.balancer.restore(active.slot).catch((error) => this.report(error));
    }
    this.looking = this.keepLooking();
  }

  private report(error: unknown): void {
    this.options.logger.error({ err: error }, 'releases not repaired yet');
  }

  private get isEnding(): boolean {
    return this.isStopping || this.options.isEnding();
  }

  private async keepLooking(): Promise<void> {
    while (!this.isEnding) {
      const looked = this.look().then(
        () => true,
        (error: unknown) => {
          this.report(error);
          return false;
        },
      );
      if (this.current === null) this.housekeeping = looked.then(() => undefined);
      await pause((await looked) ? pollIntervalMs : failurePauseMs);
    }
  }

  /** Restarts what should run according to the state. */
  private async look(): Promise<void> {
    const isFree = this.current === null;
    await this.keepHaproxy();
    const { state } = this;
    if (!isFree || this.isEnding || state === null) return;
    if (state.inProgress !== null) await this.releases.takeBack('it was interrupted');
    else await this.revival.look(state);
  }

  private async keepHaproxy(): Promise<void> {
    const { active = null, haproxy = null } = this.state ?? {};
    if (active === null || this.haproxy.isRunning) return;
    // A signal to the whole group ends both, and this process may get it later.
    await pause(signalPauseMs);
    if (this.isEnding) return;
    if (haproxy !== null) {
      this.options.logger.error({ pid: haproxy.pid }, 'HAProxy ended, starting it again');
      // The counts that judge the version are lost.
      this.abortRelease('HAProxy has ended');
    }
    await this.haproxy.ensure();
  }

  async answer(request: ReleaseRequest, caller: Caller): Promise<unknown> {
    const { pid } = request;
    switch (request.command) {
      case 'release':
        return this.release(request, caller);
      case 'rollback':
        return this.rollBack(pid);
      case 'abort':
        return this.abort(pid);
      case 'certificate':
        return this.renewCertificate(pid);
      case 'stop':
        return this.stop();
    }
  }

  private async stop(): Promise<{ leftovers: readonly Leftover[] }> {
    const leftovers = await this.end();
    this.options.onIdle();
    return { leftovers };
  }

  private async release(call: ReleaseCall, { log, gone }: Caller): Promise<ReleaseResult> {
    const { pid, environment, workingFolder } = call;
    const { folder } = this.options.settings;
    const configuration = await loadConfiguration({ environment, workingFolder });
    const settings = { configuration, folder, environment, workingFolder };
    const sayAll = (line: string) => {
      this.options.logger.info(line);
      log(line);
    };
    const releases = new Releases(settings, sayAll, this.haproxy);
    gone.addEventListener('abort', () => {
      if (this.current?.pid === pid) this.abortRelease(`its command has ended (process ${pid})`);
    });
    try {
      this.refuseEarly(call);
      return await this.exclusively(pid, true, async (signal) => {
        if (gone.aborted) throw new CommandError('The command has ended.');
        const released = releases.release(call, signal);
        const result = await released.catch((error) => this.explain(error, signal));
        if (result.rolledBack === null) {
          this.revival.use(result.version.slot, releases.deployment);
        }
        return result;
      });
    } finally {
      this.leaveIfIdle();
    }
  }

  /** Refuses a release before the start of the active version is interrupted for it. */
  private refuseEarly({ steps }: ReleaseCall): void {
    const { revival, releases, state } = this;
    if (this.current !== null || state === null) return;
    const isServing = !revival.isStarting && releases.deployment.activeVersion() !== null;
    if (!isServing) demandReplaceable(state, steps);
  }

  /** @throws CommandError that says how an aborted release ended, or the error itself. */
  private explain(error: unknown, signal: AbortSignal): never {
    const { isTakenBack, outcome } = this.state ?? {};
    if (!signal.aborted || !isTakenBack) throw error;
    const remaining = this.releases.deployment.activeVersion();
    throw new CommandError(
      remaining === null
        ? `${outcome}. No version has requests now: see release status.`
        : `${outcome}. ${remaining.slot} has all requests.`,
    );
  }

  private abortRelease(reason: string): void {
    if (this.current?.isRelease) this.current.controller.abort(new CommandError(reason));
  }

  private async rollBack(pid: number): Promise<RollBackResult> {
    if (this.current?.isRelease) {
      await this.abort(pid);
      return { version: this.releases.deployment.demandActive(), isChanged: true };
    }
    return this.exclusively(pid, false, () => this.releases.rollBack());
  }

  private async abort(pid: number): Promise<Aborted> {
    const isChanged = this.current !== null || (this.state?.inProgress ?? null) !== null;
    if (this.current === null) await this.housekeeping;
    this.abortRelease(`it was aborted by hand (process ${pid})`);
    await this.current?.done;
    const { outcome = null, isTakenBack = false, inProgress = null } = this.state ?? {};
    if (inProgress !== null) {
      throw new CommandError('The version is not taken back yet: release status says why.');
    }
    if (isTakenBack) return { outcome, isChanged };
    throw new CommandError(
      `No release is in progress: ${outcome}. Nothing was changed; release rollback takes it back.`,
    );
  }

  private renewCertificate(pid: number): Promise<boolean> {
    const { configuration, folder } = this.options.settings;
    return this.exclusively(pid, false, async () => {
      this.releases.deployment.demandRunning();
      return renewCertificate(configuration, folder.certificate, this.haproxy.balancer.control);
    });
  }

  /**
   * Runs a change of versions while no other one runs.
   * @throws CommandError if another one runs.
   */
  private async exclusively<Result>(
    pid: number,
    isRelease: boolean,
    change: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.revival.interrupt();
    await this.housekeeping;
    if (this.isStopping) throw new CommandError('The releases are being stopped.');
    if (this.current !== null) {
      throw new CommandError(
        `Another release command runs (process ${this.current.pid}). Wait until it ends, or call release abort.`,
      );
    }
    const controller = new AbortController();
    const running = change(controller.signal);
    const done = running.catch(() => undefined);
    this.current = { pid, isRelease, controller, done };
    try {
      return await running;
    } finally {
      this.current = null;
    }
  }

  private leaveIfIdle(): void {
    const state = this.state ?? noReleases;
    const isNeeded = state.inProgress !== null || (state.active !== null && this.revival.isEnabled);
    // Its end would end the versions, too.
    const isIdle = this.current === null && !isNeeded && !runsAny(state);
    if (isIdle && !this.isStopping) this.options.onIdle();
  }

  /**
   * Ends every version and HAProxy.
   * @param keeps the version to start again when a supervisor begins.
   * @returns what it could not end.
   */
  async end(keeps = false): Promise<Leftover[]> {
    this.isStopping = true;
    this.revival.interrupt();
    this.abortRelease('the releases were stopped');
    await this.current?.done;
    await this.looking;
    const { active = null, versions = {} } = this.state ?? {};
    const leftovers = await this.releases.deployment.end();
    const kept = active === null ? undefined : versions[active];
    if (keeps && kept !== undefined) this.remember(kept.slot, versions);
    return leftovers;
  }

  private remember(active: Slot, versions: ReleaseState['versions']): void {
    const { folder } = this.options.settings;
    folder.update({ active, versions: { ...folder.read()?.versions, [active]: versions[active] } });
  }
}
