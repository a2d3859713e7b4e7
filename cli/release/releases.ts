import type { Dispatcher } from 'undici';
import { CommandError } from '../program/exit-codes';
import { messageOf } from '../program/results';
import { metricsUrlOf, type ReleaseSettings, versionOrigin } from './addresses';
import type { Balancer } from './balancer';
import { programOf } from './builds';
import { Canary, type RolledBack } from './canary';
import { Deployment } from './deployment';
import { type GatewayCounters, GatewayMetrics } from './gateway-counters';
import { otherSlot, type Slot } from './haproxy';
import { HaproxyProcess } from './haproxy-process';
import type { Step } from './profiles';
import { PrometheusMetrics } from './prometheus';
import { demandReplaceable } from './replaceable';
import { Sampling } from './sampling';
import { demandShared } from './shared-settings';
import { named, nameIn, noReleases, previousVersion, type Version } from './state';
import { StepChecks } from './step-checks';
import type { StepCommand } from './step-command';
import { renewCertificate, versionTls } from './version-tls';
import { versionAgent } from './versions';

export interface ReleaseOptions {
  readonly build: string;
  readonly steps: readonly Step[];
  /** URL of a Prometheus server to read the gateways' counters from, instead of the gateways. */
  readonly prometheus?: string | undefined;
  /** Paths of answers that differ on purpose in the new version. */
  readonly expectedDifferences?: readonly string[] | undefined;
  /** Judges the new version at each step. */
  readonly check?: StepCommand | undefined;
}

export interface ReleaseResult {
  readonly version: Version;
  /** Null if the new version has all requests now. */
  readonly rolledBack: RolledBack | null;
}

export interface RollBackResult {
  /** The version that has all requests. */
  readonly version: Version;
  /** False if the latest release had been taken back before. */
  readonly isChanged: boolean;
}

const firstLineOf = (error: unknown): string => messageOf(error).split('\n')[0] ?? '';

/** Releases, each of which begins and ends with one version that has all requests. */
export class Releases {
  readonly deployment: Deployment;

  constructor(
    private readonly settings: ReleaseSettings,
    private readonly log: (line: string) => void,
    haproxy = new HaproxyProcess(settings),
  ) {
    this.deployment = new Deployment(settings, haproxy);
  }

  private get balancer(): Balancer {
    return this.deployment.haproxy.balancer;
  }

  /** Starts the first version behind HAProxy; there is nothing to compare it with. */
  async begin(build: string, signal?: AbortSignal): Promise<Version> {
    demandShared(this.settings.configuration);
    programOf(build);
    await this.deployment.ensureHaproxy();
    const slot = 'blue';
    return this.attempt(slot, signal, async () => {
      const version = await this.deployment.start(slot, build, signal);
      await this.balancer.admit(slot, signal);
      await this.balancer.giveAll(slot);
      this.finish(version);
      return version;
    });
  }

  /**
   * Starts the version and gives it more requests with each step, while it is compared with the
   * previous one. If it does worse, or the signal is aborted, it gets none, and is stopped. Where
   * the previous one does not run, the gates allow what they allow every version.
   * @throws CommandError if the release would end the only version that works, or skip its gates.
   */
  async release(options: ReleaseOptions, signal?: AbortSignal): Promise<ReleaseResult> {
    const { configuration, folder } = this.settings;
    demandShared(configuration);
    programOf(options.build);
    const state = folder.read() ?? noReleases;
    const { active } = state;
    if (active === null) {
      this.log('the first release: there is nothing to compare with, so no gate and no check');
      return { version: await this.begin(options.build, signal), rolledBack: null };
    }
    if (this.deployment.activeVersion() === null) {
      demandReplaceable(state, options.steps);
      this.log(`${nameIn(state.versions, active)} does not run: there is nothing to compare with`);
    }
    await this.deployment.ensureHaproxy();
    const slot = otherSlot(active);
    await this.deployment.remove(slot);
    await renewCertificate(configuration, folder.certificate, this.balancer.control);
    const agent = versionAgent(versionTls(configuration));
    try {
      return await this.attempt(slot, signal, () => this.compare(active, options, agent, signal));
    } finally {
      await agent.destroy();
    }
  }

  private async compare(
    active: Slot,
    { build, steps, prometheus, ...rest }: ReleaseOptions,
    agent: Dispatcher,
    signal: AbortSignal | undefined,
  ): Promise<ReleaseResult> {
    const { balancer, log } = this;
    const slot = otherSlot(active);
    const counters = await this.countersOf(prometheus, agent, active);
    const sampling = new Sampling(balancer.control, counters);
    // Sampling covers the whole release, because after the last step the previous version has no
    // requests.
    await sampling.begin(active);
    log(`starting ${slot} from ${build}`);
    const version = await sampling.during(active, this.deployment.start(slot, build, signal));
    await balancer.admit(slot, signal);
    const checks = this.checksOf(active, rest, agent);
    const canary = new Canary({ version, before: active, sampling, balancer, checks, log, signal });
    const isKnown = await sampling.during(active, counters.isCurrent(slot));
    const rolledBack = isKnown
      ? await canary.advance(steps)
      : { reason: 'its metrics are not known', decidedAfterMs: 0, switchedAfterMs: 0 };
    if (rolledBack !== null) {
      await this.takeBack(rolledBack.reason);
      return { version, rolledBack };
    }
    signal?.throwIfAborted();
    this.finish(version);
    return { version, rolledBack };
  }

  private finish(version: Version): void {
    const { folder } = this.settings;
    const change = { active: version.slot, inProgress: null };
    const previous = previousVersion({ ...(folder.read() ?? noReleases), ...change });
    const spare = previous === null ? '' : `; ${previous.slot} runs on for a rollback`;
    const outcome = `${named(version)} has all requests${spare}`;
    folder.update({ ...change, outcome });
    this.log(outcome);
  }

  private checksOf(
    active: Slot,
    { check, expectedDifferences }: Pick<ReleaseOptions, 'check' | 'expectedDifferences'>,
    dispatcher: Dispatcher,
  ): StepChecks {
    const { configuration } = this.settings;
    return new StepChecks({
      before: versionOrigin(configuration, active),
      after: versionOrigin(configuration, otherSlot(active)),
      dispatcher,
      expected: expectedDifferences ?? [],
      command: check ?? null,
      log: this.log,
    });
  }

  /** @throws CommandError if Prometheus does not know the version that has the requests. */
  private async countersOf(
    prometheus: string | undefined,
    agent: Dispatcher,
    active: Slot,
  ): Promise<GatewayCounters> {
    const { configuration } = this.settings;
    const urls = {
      blue: metricsUrlOf(configuration, 'blue'),
      green: metricsUrlOf(configuration, 'green'),
    };
    const own = new GatewayMetrics(urls, agent);
    if (prometheus === undefined) return own;
    const instances = { blue: new URL(urls.blue).host, green: new URL(urls.green).host };
    const counters = new PrometheusMetrics(prometheus, instances, undefined, own);
    if (await counters.isCurrent(active)) return counters;
    throw new CommandError(
      `Prometheus at ${prometheus} has no metrics of the gateway with instance="${instances[active]}". Let it scrape ${urls[active]}, or leave out --prometheus.`,
    );
  }

  /** Runs a release. Whatever ends it early, the previous version gets all requests again. */
  private async attempt<Result>(
    slot: Slot,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const outcome = `${slot} is being released`;
    this.settings.folder.update({ inProgress: slot, isTakenBack: false, outcome });
    try {
      return await work();
    } catch (failure) {
      const { isRunning: hasHaproxy } = this.deployment.haproxy;
      const error = signal?.aborted
        ? signal.reason
        : hasHaproxy
          ? failure
          : new CommandError('HAProxy has ended', 1, { cause: failure });
      await this.takeBack(firstLineOf(error)).catch((cause: unknown) => {
        const message = `${messageOf(error)}\n${slot} is not taken back yet: ${messageOf(cause)}`;
        throw new CommandError(message, 1, { cause });
      });
      throw error;
    }
  }

  /**
   * Ends the release in progress, and gives all requests to the version that was active before it.
   */
  async takeBack(reason: string): Promise<void> {
    const { folder } = this.settings;
    const { active = null, inProgress = null, versions = {} } = folder.read() ?? {};
    if (inProgress === null) return;
    await this.deployment.haproxy.ensure();
    if (active !== null) await this.balancer.giveAll(active);
    const outcome = `${nameIn(versions, inProgress)} was rolled back: ${reason}`;
    folder.update({ inProgress: null, isTakenBack: true, outcome });
    await this.deployment.remove(inProgress);
    this.log(`${inProgress} has stopped`);
  }

  /** Gives all requests back to the version that ran before the latest release, and still runs. */
  async rollBack(): Promise<RollBackResult> {
    const state = this.deployment.demandRunning();
    if (state.inProgress !== null) {
      await this.takeBack('by hand');
      return { version: this.deployment.demandActive(), isChanged: true };
    }
    if (state.isTakenBack) return { version: this.deployment.demandActive(), isChanged: false };
    const { active, versions } = state;
    const before = previousVersion(state);
    if (active === null || before === null) {
      throw new CommandError(
        'The previous version no longer runs. Release it: release blue-green --build FOLDER.',
      );
    }
    await this.deployment.ensureHaproxy();
    await this.balancer.admit(before.slot);
    const outcome = `${nameIn(versions, active)} was rolled back by hand`;
    // The state is written first, so that a supervisor that takes over completes the change.
    this.settings.folder.update({ active: before.slot, isTakenBack: true, outcome });
    await this.balancer.giveAll(before.slot);
    this.log(`${named(before)} has all requests`);
    await this.deployment.remove(active);
    return { version: before, isChanged: true };
  }
}
