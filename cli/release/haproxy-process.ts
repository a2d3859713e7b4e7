import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { listensOn } from '../../platform/process/listening-processes';
import { repositoryRoot } from '../../platform/process/repository-root';
import { demandFree, portOf, publicUrlOf, type ReleaseSettings } from './addresses';
import { startInBackground } from './background';
import { Balancer } from './balancer';
import { endStartedAs } from './end';
import { slots } from './haproxy';
import { isRunning, startedProcess } from './state';
import { stopProcess } from './stop-process';
import { haproxyTls, versionTls } from './version-tls';

const startDeadlineMs = 10_000;

/** The HAProxy at the public port. Concurrent calls of `ensure` on one object start it once. */
export class HaproxyProcess {
  readonly balancer: Balancer;
  private starting: Promise<void> | null = null;

  constructor(private readonly settings: ReleaseSettings) {
    this.balancer = new Balancer(settings.folder.socket);
  }

  get isRunning(): boolean {
    const haproxy = this.settings.folder.read()?.haproxy ?? null;
    return haproxy !== null && isRunning(haproxy);
  }

  /** Starts HAProxy if it does not run, and gives the active version all requests. */
  ensure(): Promise<void> {
    this.starting ??= this.startMissing().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  private async startMissing(): Promise<void> {
    if (this.isRunning) return;
    await this.start();
    const active = this.settings.folder.read()?.active ?? null;
    if (active !== null) await this.balancer.restore(active);
  }

  /** @throws CommandError if the public port is taken: HAProxy itself would share it. */
  private async start(): Promise<void> {
    const { configuration, folder } = this.settings;
    const { host, port } = configuration.server;
    await endStartedAs(folder, 'haproxy');
    await demandFree(host, port, 'HAProxy');
    const addresses = slots.map((slot) => [
      `RELEASE_${slot.toUpperCase()}`,
      `127.0.0.1:${portOf(configuration, slot)}`,
    ]);
    const url = publicUrlOf(configuration);
    const starting = startInBackground({
      name: 'HAProxy',
      command: 'haproxy',
      args: ['-db', '-f', path.join(repositoryRoot, 'ops/haproxy/release.cfg')],
      environment: {
        ...childEnvironment(),
        RELEASE_SOCKET: folder.socket,
        RELEASE_ADDRESS: `${host}:${port}`,
        ...Object.fromEntries(addresses),
        ...haproxyTls(versionTls(configuration), folder.certificate),
      },
      log: folder.logOf('haproxy'),
      isReady: async (pid) => (await this.balancer.answers()) && listensOn(pid, port),
      startDeadlineMs,
      onSpawn: (pid) => folder.update({ haproxy: startedProcess(pid), url }),
    });
    await starting.catch(async (error: unknown) => {
      const haproxy = folder.read()?.haproxy ?? null;
      if (haproxy !== null) await stopProcess(haproxy);
      throw error;
    });
  }
}
