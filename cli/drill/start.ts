import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { childEnvironment } from '../../platform/config/child-environment';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { isPortFree } from '../../platform/process/port';
import { repositoryRoot } from '../../platform/process/repository-root';
import { Releases } from '../release/releases';
import { ReleaseFolder } from '../release/state';
import { startSharedServers } from './servers';

const stopDeadlineMs = 120_000;
const firstPort = 20_000;
const portStep = 100;
const portsMax = 60_000;

/** Finds a public port for which the ports of both versions are free, too. */
async function publicPort(): Promise<number> {
  for (let port = firstPort; port < portsMax; port += portStep) {
    const ports = [port, port + 1_000, port + 2_000];
    const free = await Promise.all(ports.map((one) => isPortFree('127.0.0.1', one)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('No free port was found.');
}

export interface Drill {
  /** Origin of the public port. */
  readonly url: string;
  /** Its files; removed at the end. */
  readonly folder: string;
  readonly releases: Releases;
  /** Releases that start versions with further environment variables. */
  readonly releasesWith: (environment: Readonly<Record<string, string>>) => Releases;
}

/** Starts a shop behind HAProxy in a folder of its own, with this build as its first version. */
export async function startDrill(
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<Drill> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'drill-'));
  lifecycle.onStop('folder', stopDeadlineMs, () =>
    rmSync(scratch, { recursive: true, force: true }),
  );
  const port = await publicPort();
  log('starting PostgreSQL and the payment sandbox');
  const shared = await startSharedServers(scratch, port, lifecycle);
  const sources = { workingFolder: scratch, homeFolder: scratch, environment: shared };
  const configuration = await loadConfiguration(sources);
  const folder = new ReleaseFolder(path.join(scratch, 'release'));
  folder.create();
  const releasesWith = (more: Readonly<Record<string, string>>) => {
    const environment = { ...childEnvironment(), ...shared, ...more };
    return new Releases({ configuration, folder, environment }, log);
  };
  const releases = releasesWith({});
  lifecycle.onStop('versions', stopDeadlineMs, async () => {
    if (folder.read() !== null) await releases.deployment.end();
  });
  log('starting blue');
  await releases.begin(repositoryRoot);
  return { url: `http://127.0.0.1:${port}`, folder: scratch, releases, releasesWith };
}
