import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { acceptedOffset } from '../../config/schema/browser-ports';
import { urlHost } from '../../platform/net/url-host';
import { listenersOn, type NamedProcess } from '../../platform/process/listening-processes';
import { isPortFree } from '../../platform/process/port';
import { CommandError } from '../program/exit-codes';
import { type Slot, slots } from './haproxy';
import type { ReleaseFolder } from './state';
import { versionTls } from './version-tls';

export interface ReleaseSettings {
  readonly configuration: Configuration;
  readonly folder: ReleaseFolder;
  /** The settings that both versions share, in the environment of their processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder in which a version looks for config.yaml; that of this process by default. */
  readonly workingFolder?: string;
}

/** The offsets are so far apart that the versions have no port in common. */
const offsets: Readonly<Record<Slot, number>> = { blue: 1_000, green: 2_000 };

/** Fetch refuses to connect to some ports, such as 6000, and so does a start. */
const distanceOf = (configuration: Configuration, slot: Slot): number =>
  acceptedOffset(configuration, offsets[slot]);

const shownCharactersMax = 120;
export const localhost = '127.0.0.1';

export const offsetOf = (configuration: Configuration, slot: Slot): number =>
  configuration.server.portOffset + distanceOf(configuration, slot);

export const portOf = (configuration: Configuration, slot: Slot): number =>
  configuration.server.port + distanceOf(configuration, slot);

export function versionOrigin(configuration: Configuration, slot: Slot): string {
  const scheme = versionTls(configuration) === null ? 'http' : 'https';
  return `${scheme}://127.0.0.1:${portOf(configuration, slot)}`;
}

const hasAdminPort = ({ environment, server }: Configuration): boolean =>
  environment !== 'development' && server.adminPort !== 0;

/** The host in a URL for a server of this machine that listens on this address. */
const reachedHost = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : urlHost(host);

export function metricsUrlOf(configuration: Configuration, slot: Slot): string {
  const { environment, server, services } = configuration;
  if (environment === 'development') return `${versionOrigin(configuration, slot)}/metrics`;
  return `http://${reachedHost(services.host)}:${server.adminPort + distanceOf(configuration, slot)}/metrics`;
}

export const publicUrlOf = (configuration: Configuration): string =>
  versionTls(configuration)?.origin ?? `http://127.0.0.1:${configuration.server.port}`;

/** The URL to which the payment provider reports, and which leads to HAProxy. */
function callbackUrlOf(configuration: Configuration): string {
  const { server, services } = configuration;
  const own = `http://${reachedHost(server.host)}:${server.port}`;
  return services.gateway.url ?? versionTls(configuration)?.origin ?? own;
}

/** The environment of a version: the settings of the release, and what only this version has. */
export function versionEnvironment(
  { configuration, environment, folder, workingFolder = process.cwd() }: ReleaseSettings,
  slot: Slot,
): Record<string, string> {
  const { backups, server } = configuration;
  return {
    ...environment,
    ORDERPROCESSING_DATA_FOLDER: folder.dataOf(slot),
    // The time of the last backup is the same for both versions and the commands.
    ORDERPROCESSING_BACKUPS_STATE_FILE: path.resolve(workingFolder, backups.stateFile),
    ORDERPROCESSING_SERVER_HOST: localhost,
    ORDERPROCESSING_SERVER_PORT_OFFSET: String(offsetOf(configuration, slot)),
    // HAProxy is one more proxy, behind those of the shop.
    ORDERPROCESSING_SERVER_TRUSTED_PROXIES: [localhost, ...server.trustedProxies].join(),
    ORDERPROCESSING_SERVICES_GATEWAY_URL: callbackUrlOf(configuration),
  };
}

/** The ports of a version that a release calls. */
export function portsOf(configuration: Configuration, slot: Slot): number[] {
  const { adminPort } = configuration.server;
  const isServed = hasAdminPort(configuration);
  const admin = isServed ? [adminPort + distanceOf(configuration, slot)] : [];
  return [portOf(configuration, slot), ...admin];
}

/** Every port of releases, with the name of its process. */
export function namedPorts(configuration: Configuration): { name: string; port: number }[] {
  const ofVersions = slots.flatMap((slot) =>
    portsOf(configuration, slot).map((port, index) => ({
      name: index === 0 ? slot : `${slot}, metrics`,
      port,
    })),
  );
  return [{ name: 'public', port: configuration.server.port }, ...ofVersions];
}

export function namedProcess({ pid, command }: NamedProcess): string {
  const isLong = command.length > shownCharactersMax;
  return `process ${pid} (${isLong ? `${command.slice(0, shownCharactersMax)}…` : command})`;
}

/**
 * Checks that the port is free, because an old process there would answer for a new one.
 * @throws CommandError that names the process which listens there.
 */
export async function demandFree(host: string, port: number, forWhat: string): Promise<void> {
  if (await isPortFree(host, port)) return;
  const holders = listenersOn(port).map(namedProcess);
  const holder = holders.length === 0 ? 'a process of another account' : holders.join(', ');
  throw new CommandError(
    `Port ${port}, which ${forWhat} needs, is in use by ${holder}. Call release stop if a release ` +
      'started it; otherwise stop it, or set server.portOffset.',
  );
}
