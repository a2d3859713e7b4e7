import { CommandError, NotRunningError } from '../program/exit-codes';
import { publicUrlOf, type ReleaseSettings } from './addresses';
import { endReleases, endStartedAs, type Leftover } from './end';
import type { Slot } from './haproxy';
import type { HaproxyProcess } from './haproxy-process';
import { isRunning, nameIn, type ReleaseState, type Version, withoutSlot } from './state';
import { stopProcess } from './stop-process';
import { startVersion } from './versions';

/** The processes of HAProxy and of the versions behind it. */
export class Deployment {
  constructor(
    private readonly settings: ReleaseSettings,
    readonly haproxy: HaproxyProcess,
  ) {}

  /** @throws NotRunningError if neither HAProxy nor a version runs. */
  demandRunning(): ReleaseState {
    const state = this.settings.folder.read();
    const started = state === null ? [] : [state.haproxy, ...Object.values(state.versions)];
    if (state !== null && started.some((one) => one !== null && isRunning(one))) return state;
    throw new NotRunningError(
      'No release runs here. Begin with release blue-green --build FOLDER.',
    );
  }

  /** @returns the version that has the requests; null if none does, or it has ended. */
  activeVersion(): Version | null {
    const state = this.settings.folder.read();
    const version = state?.active ? state.versions[state.active] : undefined;
    return version !== undefined && isRunning(version) ? version : null;
  }

  demandActive(): Version {
    const version = this.activeVersion();
    if (version !== null) return version;
    const { active = null, versions = {} } = this.settings.folder.read() ?? {};
    throw new CommandError(
      active === null
        ? 'No version has the requests. Release one: release blue-green --build FOLDER.'
        : `${nameIn(versions, active)} has the requests, but does not run. Wait until it has started again (release status), or release a fix: release blue-green --build FOLDER.`,
    );
  }

  /**
   * @throws CommandError if the settings of this command name other ports than the running release
   * has.
   */
  async ensureHaproxy(): Promise<void> {
    await this.haproxy.ensure();
    const { folder, configuration } = this.settings;
    const { url = '' } = folder.read() ?? {};
    const configured = publicUrlOf(configuration);
    if (url === configured) return;
    throw new CommandError(
      `HAProxy has ${url}, and the settings name ${configured}. Set server.port and server.tls as they were, or call release stop first.`,
    );
  }

  /** Starts a version, and records it in the state as soon as its process exists. */
  async start(slot: Slot, build: string, signal: AbortSignal | undefined): Promise<Version> {
    const { folder } = this.settings;
    await endStartedAs(folder, slot);
    const onSpawn = (version: Version) =>
      folder.update({ versions: { ...folder.read()?.versions, [slot]: version } });
    return startVersion(this.settings, { slot, build, onSpawn, signal });
  }

  /** Starts the active version again after it has ended. */
  async revive({ slot, build }: Version, signal: AbortSignal): Promise<void> {
    try {
      await this.start(slot, build, signal);
      await this.haproxy.balancer.admit(slot, signal);
    } catch (error) {
      const started = this.settings.folder.read()?.versions[slot];
      if (started !== undefined) await stopProcess(started);
      throw error;
    }
  }

  /** Drains and ends what runs in a slot, also what is in no record, and forgets it. */
  async remove(slot: Slot): Promise<void> {
    const { folder } = this.settings;
    const version = folder.read()?.versions[slot];
    if (version !== undefined) await this.haproxy.balancer.stop(version);
    await endStartedAs(folder, slot);
    folder.update({ versions: withoutSlot(folder.read()?.versions ?? {}, slot) });
  }

  /** Ends every version, then HAProxy. @returns what it could not end. */
  end(): Promise<Leftover[]> {
    return endReleases(this.settings);
  }
}
