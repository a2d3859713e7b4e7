import { X509Certificate } from 'node:crypto';
import { watchFiles } from '../config/watch-files';
import type { Logger } from '../telemetry/logger';
import type { RevokedList } from './revoked-list';
import {
  type KeyPair,
  type KeyPairFiles,
  readKeyPair,
  readRevoked,
  readTlsFiles,
  type TlsFiles,
  type TlsIdentity,
} from './tls';

export interface FollowedTls extends TlsIdentity {
  /** Stops following the files. */
  stop(): void;
}

const read = (files: TlsFiles) => ({
  identity: readTlsFiles(files),
  revoked: files.revokedFile ? readRevoked(files.revokedFile) : new Set<string>(),
});

/** Reads certificates again whenever one of their files changes; a bad file changes nothing. */
function follow<Certificates>(
  files: Readonly<Record<string, string | null | undefined>>,
  logger: Logger,
  steps: { read: () => Certificates; apply: (certificates: Certificates) => void },
) {
  const watched = Object.values(files).filter((file) => typeof file === 'string');
  return watchFiles(
    () => watched,
    () => {
      try {
        steps.apply(steps.read());
      } catch (error) {
        logger.warn({ reason: (error as Error).message }, 'certificates not reloaded');
      }
    },
  );
}

export interface FollowedKeyPair extends KeyPair {
  onChange(listener: (pair: KeyPair) => void): void;
  /** Stops following the files. */
  stop(): void;
}

/**
 * The certificate of a server that verifies nobody, which follows its files as `followTls` does.
 * @throws Error with one sentence if they cannot be read at the start.
 */
export function followKeyPair(files: KeyPairFiles, logger: Logger): FollowedKeyPair {
  const listeners: ((pair: KeyPair) => void)[] = [];
  const first = readKeyPair(files);
  const watch = follow({ ...files }, logger, {
    read: () => readKeyPair(files),
    apply: (pair) => {
      logger.info({ validTo: new X509Certificate(pair.cert).validTo }, 'certificates reloaded');
      for (const listener of listeners) listener(pair);
    },
  });
  return { ...first, onChange: (listener) => void listeners.push(listener), stop: watch.stop };
}

/**
 * The identity of a process, which follows its files: new certificates and revocations hold within
 * 5 s. Files that cannot be read, or whose key and certificate differ, change nothing.
 * @param list certificates that are revoked besides those in the file.
 * @throws Error with one sentence if they cannot be read at the start.
 */
export function followTls(files: TlsFiles, logger: Logger, list?: RevokedList): FollowedTls {
  let current: { identity: TlsIdentity; revoked: ReadonlySet<string> } = read(files);
  const listeners: ((identity: TlsIdentity) => void)[] = [];
  const { identity: first } = current;
  const watch = follow({ ...files }, logger, {
    read: () => read(files),
    apply: ({ identity, revoked: listed }) => {
      // Nothing that was revoked is valid again: the list may be half written.
      const revoked = new Set([...current.revoked, ...listed]);
      current = { identity, revoked };
      const { validTo } = new X509Certificate(identity.cert);
      logger.info({ validTo, revoked: revoked.size }, 'certificates reloaded');
      for (const listener of listeners) listener(identity);
    },
  });
  list?.onChange(() => {
    for (const listener of listeners) listener(current.identity);
  });
  return {
    ...first,
    changes: {
      isRevoked: (serialNumber) =>
        current.revoked.has(serialNumber) || (list?.has(serialNumber) ?? false),
      onChange: (listener) => void listeners.push(listener),
    },
    stop: watch.stop,
  };
}
