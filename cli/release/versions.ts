import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Dispatcher, request } from 'undici';
import type { Configuration } from '../../config/schema';
import { isDefaultSecret } from '../../config/secrets';
import { subgraphNames } from '../../config/subgraphs';
import { childEnvironment } from '../../platform/config/child-environment';
import { endForeignProcess } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { CommandError } from '../program/exit-codes';
import { startInBackground } from './background';
import { type Slot, slots } from './haproxy';
import {
  isRunning,
  type ReleaseFolder,
  type StartedProcess,
  startedProcess,
  type Version,
} from './state';
import { haproxyTls, versionAgent, versionTls } from './version-tls';

const startDeadlineMs = 150_000;
const haproxyStartDeadlineMs = 10_000;
const readyAnswerMs = 2_000;
/** A version drains within 30 s; its own PostgreSQL does not exist. */
const stopDeadlineMs = 40_000;

/** Far enough apart that no port of one version is one of the other. */
const offsets: Readonly<Record<Slot, number>> = { blue: 1_000, green: 2_000 };

export interface ReleaseSettings {
  readonly configuration: Configuration;
  readonly folder: ReleaseFolder;
  /** Of the processes of a version: the settings that both share. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws CommandError if two versions would not share what they must share. */
export function demandShared(configuration: Configuration): void {
  const { auth, database, encryption, payments, services } = configuration;
  const missing = subgraphNames
    .filter((name) => database[name].url === null)
    .map((name) => `database.${name}.url`);
  if (payments.provider === 'sandbox') {
    if (services.sandbox.url === null) missing.push('services.sandbox.url');
    if (payments.sandbox.start) missing.push('payments.sandbox.start (to false)');
    for (const name of ['apiSecret', 'callbackSecret'] as const) {
      if (isDefaultSecret(payments.sandbox[name])) missing.push(`payments.sandbox.${name}`);
    }
  }
  const shared = {
    'auth.viewerSecret': auth.viewerSecret,
    'auth.keySecret': auth.keySecret,
    'encryption.users.secret': encryption.users.secret,
    'encryption.orders.secret': encryption.orders.secret,
  };
  missing.push(
    ...Object.entries(shared).flatMap(([path, value]) => (isDefaultSecret(value) ? path : [])),
  );
  if (missing.length === 0) return;
  throw new CommandError(`Both versions must use the same: set ${missing.join(', ')}.`);
}

function versionOrigin(configuration: Configuration, slot: Slot): string {
  const scheme = versionTls(configuration) === null ? 'http' : 'https';
  return `${scheme}://127.0.0.1:${configuration.server.port + offsets[slot]}`;
}

const portOf = ({ configuration }: ReleaseSettings, slot: Slot): number =>
  configuration.server.port + offsets[slot];

export function metricsUrlOf({ configuration }: ReleaseSettings, slot: Slot): string {
  const { environment, server } = configuration;
  if (environment === 'development') return `${versionOrigin(configuration, slot)}/metrics`;
  return `http://127.0.0.1:${server.adminPort + offsets[slot]}/metrics`;
}

export const publicUrlOf = ({ configuration }: ReleaseSettings): string =>
  versionTls(configuration)?.origin ?? `http://127.0.0.1:${configuration.server.port}`;

async function isReady(origin: string, dispatcher: Dispatcher): Promise<boolean> {
  const signal = AbortSignal.timeout(readyAnswerMs);
  const answer = await request(`${origin}/ready`, { dispatcher, signal }).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}

function commitOf(build: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: build,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** The program of a version. @throws CommandError if it was not built. */
export function programOf(build: string): string {
  const program = path.join(path.resolve(build), 'dist/cli/orderprocessing.js');
  if (existsSync(program)) return program;
  throw new CommandError(`${program} does not exist. Build that version with npm run build.`);
}

/**
 * Starts a version beside the other one, on ports of its own. It migrates the databases first.
 * @throws CommandError if it is not ready in time.
 */
export async function startVersion(
  settings: ReleaseSettings,
  slot: Slot,
  given: string,
): Promise<Version> {
  const { configuration, folder } = settings;
  const build = path.resolve(given);
  const program = programOf(build);
  const port = portOf(settings, slot);
  const agent = versionAgent(versionTls(configuration));
  const environment = {
    ...settings.environment,
    ORDERPROCESSING_DATA_FOLDER: path.join(folder.path, slot),
    ORDERPROCESSING_SERVER_HOST: '127.0.0.1',
    ORDERPROCESSING_SERVER_PORT_OFFSET: String(configuration.server.portOffset + offsets[slot]),
    ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '127.0.0.1',
    ORDERPROCESSING_SERVICES_GATEWAY_URL: publicUrlOf(settings),
  };
  const pid = await startInBackground({
    name: `The version ${slot}`,
    command: process.execPath,
    args: [program, 'start'],
    environment,
    log: folder.logOf(slot),
    isReady: () => isReady(versionOrigin(configuration, slot), agent),
    startDeadlineMs,
  }).finally(() => agent.destroy());
  const commit = commitOf(build);
  return { ...startedProcess(pid), slot, build, commit, port };
}

/** Ends a version as a signal does: it drains. */
export async function stopProcess(started: StartedProcess): Promise<void> {
  if (!isRunning(started)) return;
  const signals = [['SIGTERM', stopDeadlineMs]] as const;
  if (await endForeignProcess(started.pid, signals)) return;
  throw new CommandError(
    `Process ${started.pid} has not ended within ${stopDeadlineMs / 1_000} s.`,
  );
}

/** Starts HAProxy with ops/haproxy/release.cfg. No version gets requests yet. */
export async function startHaproxy(
  settings: ReleaseSettings,
  answers: () => Promise<boolean>,
): Promise<StartedProcess> {
  const { configuration, folder } = settings;
  const { host, port } = configuration.server;
  const addresses = slots.map((slot) => [
    `RELEASE_${slot.toUpperCase()}`,
    `127.0.0.1:${portOf(settings, slot)}`,
  ]);
  const pid = await startInBackground({
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
    isReady: answers,
    startDeadlineMs: haproxyStartDeadlineMs,
  });
  return startedProcess(pid);
}
