import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls';
import type { InstanceAddress } from './instances/instance-source';
import type { TlsChanges, TlsIdentity } from './tls';
import type { Target } from './wire/connection';

interface TargetOptions {
  /** False for plain HTTP. */
  readonly isSecure: boolean;
  /** The name that the other side's certificate must have. */
  readonly name: string;
  readonly tls: TlsIdentity;
}

/** Why a server is not the one that was called; undefined if it is. */
function serverFault(
  name: string,
  shown: PeerCertificate,
  changes: TlsChanges | undefined,
): Error | undefined {
  const fault = checkServerIdentity(name, shown);
  if (fault !== undefined) return fault;
  const isRevoked = changes?.isRevoked(shown.serialNumber) ?? false;
  return isRevoked ? new Error(`The certificate of ${name} has been revoked.`) : undefined;
}

/** Where calls go; the certificate and the authority are those of the newest identity. */
export function targetsOf({ isSecure, name, tls }: TargetOptions) {
  const secured = ({ ca, cert, key }: TlsIdentity): Target['tls'] => {
    if (!isSecure) return null;
    const context = createSecureContext({ ca, cert, key, minVersion: 'TLSv1.3' });
    const check = (_host: string, shown: PeerCertificate) => serverFault(name, shown, tls.changes);
    return { name, context, checkServerIdentity: check };
  };
  let current = secured(tls);
  return {
    at: (address: InstanceAddress) => (): Target => ({ ...address, tls: current }),
    renew: (identity: TlsIdentity) => {
      current = secured(identity);
    },
  };
}
