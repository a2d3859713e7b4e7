import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { CommandError, NotRunningError } from '../program/exit-codes';
import { judge, type Rejection } from './gates';
import { type GatewayCounters, GatewayMetrics } from './gateway-counters';
import { HaproxyControl, otherSlot, type ServerStats, type Slot } from './haproxy';
import { PrometheusMetrics } from './prometheus';
import { lookEveryMs, Sampling } from './sampling';
import { isRunning, type ReleaseState, type Version } from './state';
import { renewCertificate, versionAgent, versionTls } from './version-tls';
import {
  demandShared,
  metricsUrlOf,
  programOf,
  publicUrlOf,
  type ReleaseSettings,
  startHaproxy,
  startVersion,
  stopProcess,
} from './versions';

/** Requests that a drained version may still answer; live updates end with its stop. */
const drainDeadlineMs = 3_000;
const drainPollMs = 50;
/** For the first checks of HAProxy, two a second. */
const checkDeadlineMs = 5_000;
/** A version that has just been started is slow until its code is compiled. */
const warmUpMs = 10_000;
/** A version whose counters are unknown for longer is rolled back: nothing judges it. */
const silentMsMax = 60_000;
const percent = 100;

export interface Step {
  /** Of the requests that go to the new version. */
  readonly percent: number;
  readonly seconds: number;
}

export interface ReleaseOptions {
  readonly build: string;
  readonly steps: readonly Step[];
  /** URL of a Prometheus server to read the gateways' counters from, instead of the gateways. */
  readonly prometheus?: string;
}

export interface RolledBack {
  readonly reason: string;
  /** From the beginning of the step to the decision. */
  readonly decidedAfterMs: number;
  /** From the decision until the new version gets no requests. */
  readonly switchedAfterMs: number;
}

export interface ReleaseResult {
  readonly version: Version;
  /** Null if the new version has all requests now. */
  readonly rolledBack: RolledBack | null;
}

const sentenceOf = ({ gate, counts, expectedShare }: Rejection): string => {
  const share = (value: number) => `${(value * percent).toFixed(1)} %`;
  const seen = share(counts.bad / counts.all);
  return `${gate}: ${counts.bad} of ${counts.all} (${seen}), where ${share(expectedShare)} may be`;
};

/** Releases, each of which begins and ends with one version that has all requests. */
export class Releases {
  readonly haproxy: HaproxyControl;
  private warmAtMs = 0;

  constructor(
    private readonly settings: ReleaseSettings,
    private readonly say: (line: string) => void,
  ) {
    this.haproxy = new HaproxyControl(settings.folder.socket);
  }

  /** @throws NotRunningError if no release was made here, or HAProxy has ended. */
  demandRunning(): ReleaseState {
    const state = this.settings.folder.read();
    if (state !== null && isRunning(state.haproxy)) return state;
    throw new NotRunningError(
      'No release runs here. Begin with release blue-green --build FOLDER.',
    );
  }

  /** The first version, with HAProxy before it: there is nothing to hold it against. */
  async begin(build: string): Promise<Version> {
    const { folder } = this.settings;
    demandShared(this.settings.configuration);
    programOf(build);
    const haproxy = await startHaproxy(this.settings, () =>
      this.haproxy.stats().then(
        () => true,
        () => false,
      ),
    );
    const url = publicUrlOf(this.settings);
    const state = { haproxy, url, active: null, versions: {}, outcome: null };
    folder.write(state);
    const version = await startVersion(this.settings, 'blue', build);
    await this.admit('blue');
    await this.haproxy.divide('blue', percent);
    const outcome = `blue (${version.commit}) has all requests`;
    folder.write({ ...state, active: 'blue', versions: { blue: version }, outcome });
    this.say(outcome);
    return version;
  }

  /**
   * Starts the version and gives it more requests with each step, while it is held against the one
   * before. If it does worse, it gets none, and is stopped.
   */
  async release(options: ReleaseOptions): Promise<ReleaseResult> {
    demandShared(this.settings.configuration);
    const state = this.demandRunning();
    const { active } = state;
    if (active === null)
      throw new CommandError(
        'No version has the requests. Call release stop, then release blue-green.',
      );
    const slot = otherSlot(active);
    const former = state.versions[slot];
    if (former !== undefined) await this.stop(former);
    const { configuration, folder } = this.settings;
    await renewCertificate(configuration, folder.certificate, this.haproxy);
    const agent = versionAgent(versionTls(configuration));
    try {
      return await this.compare({ ...state, active }, options, agent);
    } finally {
      await agent.destroy();
    }
  }

  private async compare(
    state: ReleaseState & { readonly active: Slot },
    { build, steps, prometheus }: ReleaseOptions,
    agent: Dispatcher,
  ): Promise<ReleaseResult> {
    const { active } = state;
    const slot = otherSlot(active);
    const counters = this.countersOf(prometheus, agent);
    if (!(await counters.isCurrent(active))) {
      const instance = new URL(metricsUrlOf(this.settings, active)).host;
      throw new CommandError(
        `Prometheus at ${prometheus} has no metrics of the gateway with instance="${instance}".`,
      );
    }
    const sampling = new Sampling(this.haproxy, counters);
    // Over the whole release, because with the last step the version before has no requests.
    await sampling.begin(active);
    this.say(`starting ${slot} from ${build}`);
    const version = await sampling.during(active, startVersion(this.settings, slot, build));
    const versions = { ...state.versions, [slot]: version };
    const { folder } = this.settings;
    folder.write({ ...state, versions, outcome: `${slot} is being released` });
    await this.admit(slot);
    const isKnown = await sampling.during(active, counters.isCurrent(slot));
    const rolledBack = isKnown
      ? await this.advance(version, active, steps, sampling)
      : { reason: 'its metrics are not known', decidedAfterMs: 0, switchedAfterMs: 0 };
    if (rolledBack === null) {
      const outcome = `${slot} (${version.commit}) has all requests; ${active} runs on for a rollback`;
      folder.write({ ...state, active: slot, versions, outcome });
      this.say(outcome);
      return { version, rolledBack };
    }
    await this.stop(version);
    const outcome = `${slot} (${version.commit}) was rolled back: ${rolledBack.reason}`;
    folder.write({ ...state, versions: { [active]: state.versions[active] }, outcome });
    this.say(`${slot} has stopped`);
    return { version, rolledBack };
  }

  private countersOf(prometheus: string | undefined, agent: Dispatcher): GatewayCounters {
    const urls = {
      blue: metricsUrlOf(this.settings, 'blue'),
      green: metricsUrlOf(this.settings, 'green'),
    };
    if (prometheus === undefined) return new GatewayMetrics(urls, agent);
    const instances = { blue: new URL(urls.blue).host, green: new URL(urls.green).host };
    return new PrometheusMetrics(prometheus, instances);
  }

  /** @returns null if the version has passed every step. */
  private async advance(
    version: Version,
    before: Slot,
    steps: readonly Step[],
    sampling: Sampling,
  ): Promise<RolledBack | null> {
    const { slot } = version;
    this.warmAtMs = performance.now() + warmUpMs;
    for (const step of steps) {
      await sampling.begin(slot);
      await this.haproxy.divide(slot, step.percent);
      this.say(`${slot} has ${step.percent} % of the requests`);
      const startedAt = performance.now();
      const reason = await this.watch(version, sampling, before, step, steps.length);
      if (reason === null) continue;
      const decidedAt = performance.now();
      await this.haproxy.divide(before, percent);
      const switchedAfterMs = performance.now() - decidedAt;
      this.say(`rolled back: ${reason}`);
      return { reason, decidedAfterMs: decidedAt - startedAt, switchedAfterMs };
    }
    return null;
  }

  /** @returns why the version must be rolled back; null if the step has passed. */
  private async watch(
    version: Version,
    sampling: Sampling,
    before: Slot,
    { seconds }: Step,
    tests: number,
  ): Promise<string | null> {
    const endsAt = performance.now() + seconds * 1_000;
    while (performance.now() < endsAt) {
      await pause(lookEveryMs);
      if (!isRunning(version)) return 'its process has ended';
      const { status } = await this.haproxy.statsOf(version.slot);
      if (status.startsWith('DOWN')) return 'it fails its health checks';
      const sample = await sampling.since(version.slot, before);
      if (sampling.silentMs(version.slot) > silentMsMax)
        return 'its metrics are not known any more';
      const rejection = judge(sample.after, sample.before, tests);
      if (rejection !== null) return sentenceOf(rejection);
      if (performance.now() < this.warmAtMs) sampling.forgetSlow(version.slot);
    }
    return null;
  }

  /** Back to the version before, which still runs. */
  async rollBack(): Promise<Version> {
    const state = this.demandRunning();
    const { active, versions } = state;
    const before = active === null ? undefined : versions[otherSlot(active)];
    const after = active === null ? undefined : versions[active];
    if (after === undefined || before === undefined || !isRunning(before)) {
      throw new CommandError(
        'The version before does not run any more. Release it: release blue-green --build FOLDER.',
      );
    }
    await this.admit(before.slot);
    await this.haproxy.divide(before.slot, percent);
    this.say(`${before.slot} (${before.commit}) has all requests`);
    const outcome = `${after.slot} (${after.commit}) was rolled back by hand`;
    this.settings.folder.write({ ...state, active: before.slot, outcome });
    await this.stop(after);
    this.settings.folder.write({
      ...state,
      active: before.slot,
      versions: { [before.slot]: before },
      outcome,
    });
    return before;
  }

  /** @returns what HAProxy counts for each version that runs. */
  async status(): Promise<{ state: ReleaseState; servers: readonly ServerStats[] }> {
    return { state: this.demandRunning(), servers: await this.haproxy.stats() };
  }

  /** Ends every version, then HAProxy. */
  async end(): Promise<void> {
    const { versions, haproxy } = this.demandRunning();
    for (const version of Object.values(versions)) await stopProcess(version);
    await stopProcess(haproxy);
  }

  /**
   * Lets HAProxy check the version, which gets no requests yet.
   * @throws CommandError if HAProxy does not reach it.
   */
  private async admit(slot: Slot): Promise<void> {
    await this.haproxy.setState(slot, 'ready');
    const deadline = performance.now() + checkDeadlineMs;
    for (;;) {
      const { status, checkedStatus } = await this.haproxy.statsOf(slot);
      if (status === 'UP' && checkedStatus === 'L7OK') return;
      if (performance.now() > deadline) {
        throw new CommandError(`HAProxy finds ${slot} ${status} (${checkedStatus}).`);
      }
      await pause(drainPollMs);
    }
  }

  /** No new requests, the open ones answered; then the version drains what is left. */
  private async stop({ slot, ...version }: Version): Promise<void> {
    await this.haproxy.setState(slot, 'drain');
    const deadline = performance.now() + drainDeadlineMs;
    while (performance.now() < deadline) {
      if ((await this.haproxy.statsOf(slot)).openRequests === 0) break;
      await pause(drainPollMs);
    }
    await stopProcess(version);
    await this.haproxy.setState(slot, 'maint');
  }
}
