import { X509Certificate } from 'node:crypto';
import { watchFiles } from '../config/watch-files';
import type { Logger } from '../telemetry/logger';
import { readRevoked, readTlsFiles, type TlsFiles, type TlsIdentity } from './tls';

export interface FollowedTls extends TlsIdentity {
  /** Follows the files no longer. */
  stop(): void;
}

const read = (files: TlsFiles) => ({
  identity: readTlsFiles(files),
  revoked: files.revokedFile ? readRevoked(files.revokedFile) : new Set<string>(),
});

/**
 * The identity of a process, which follows its files: new certificates and revocations hold within
 * 5 s. Files that cannot be read, or whose key and certificate differ, change nothing.
 * @throws Error with one sentence if they cannot be read at the start.
 */
export function followTls(files: TlsFiles, logger: Logger): FollowedTls {
  let current = read(files);
  const listeners: ((identity: TlsIdentity) => void)[] = [];
  const { identity: first } = current;
  const watched = Object.values(files).filter((file) => typeof file === 'string');
  const watch = watchFiles(
    () => watched,
    () => {
      try {
        current = read(files);
      } catch (error) {
        logger.warn({ reason: (error as Error).message }, 'certificates not reloaded');
        return;
      }
      const { identity, revoked } = current;
      const { validTo } = new X509Certificate(identity.cert);
      logger.info({ validTo, revoked: revoked.size }, 'certificates reloaded');
      for (const listener of listeners) listener(identity);
    },
  );
  return {
    ...first,
    changes: {
      isRevoked: (serialNumber) => current.revoked.has(serialNumber),
      onChange: (listener) => void listeners.push(listener),
    },
    stop: watch.stop,
  };
}
