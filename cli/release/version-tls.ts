import type { Configuration } from '../../config/schema';
import { authorityEnvironment } from '../../platform/config/child-environment';
import { replaceFile } from '../../platform/process/replace-file';
import { type KeyPairFiles, readKeyPair } from '../../platform/remote/tls';
import { CommandError } from '../program/exit-codes';
import type { HaproxyControl } from './haproxy';

/** The name that HAProxy has for the CAs of the system. */
const systemAuthorities = '@system-ca';
const ownerOnly = 0o600;

/** TLS of the public port, which HAProxy and both versions speak with the same certificate. */
export interface VersionTls {
  /** Origin of the public port. */
  readonly origin: string;
  /** The host of the origin, which the certificate must name. */
  readonly name: string;
  readonly files: KeyPairFiles;
}

/**
 * @returns null if the public port speaks HTTP.
 * @throws CommandError if no setting says which host the certificate names.
 */
export function versionTls({ server, services }: Configuration): VersionTls | null {
  const { certificateFile, keyFile } = server.tls;
  if (certificateFile === null || keyFile === null) return null;
  const url = services.gateway.url ?? server.publicUrl;
  if (url === null || !url.startsWith('https://')) {
    throw new CommandError(
      'Set server.publicUrl to an https:// URL with a host that server.tls.certificateFile names: ' +
        'HAProxy verifies it when it calls a version.',
    );
  }
  const { origin, hostname } = new URL(url);
  return { origin, name: hostname, files: { certificateFile, keyFile } };
}

/**
 * Writes certificate and key into one file, as HAProxy reads them.
 * @returns its text, without the empty line that would end it on HAProxy's socket.
 * @throws Error if they do not belong together.
 */
export function writeCertificate({ files }: VersionTls, file: string): string {
  const { cert, key } = readKeyPair(files);
  const lines = `${cert}\n${key}`.split('\n').filter((line) => line.trim() !== '');
  const text = `${lines.join('\n')}\n`;
  replaceFile(file, text, ownerOnly);
  return text;
}

/** Variables of ops/haproxy/release.cfg; none without TLS. */
export function haproxyTls(tls: VersionTls | null, file: string): Record<string, string> {
  if (tls === null) return {};
  writeCertificate(tls, file);
  return {
    RELEASE_CERTIFICATE: file,
    RELEASE_AUTHORITY: authorityEnvironment().NODE_EXTRA_CA_CERTS ?? systemAuthorities,
    RELEASE_NAME: tls.name,
  };
}

/**
 * Gives HAProxy the certificate of server.tls, which the versions follow by themselves.
 * @returns whether there is one.
 */
export async function renewCertificate(
  configuration: Configuration,
  file: string,
  haproxy: HaproxyControl,
): Promise<boolean> {
  const tls = versionTls(configuration);
  if (tls === null) return false;
  await haproxy.setCertificate(file, writeCertificate(tls, file));
  return true;
}
