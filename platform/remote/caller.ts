import type { TLSSocket } from 'node:tls';
import type { TlsChanges } from './tls';

/** A call that is rejected before execution. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The calling process, from its certificate, which TLS has verified. */
export interface CallerCertificate {
  readonly name: string;
  readonly serial: string;
}

/** Reading a certificate costs more than a small call, so it is done once for a connection. */
export function certificateOf(socket: TLSSocket): CallerCertificate {
  const { subject, serialNumber } = socket.getPeerCertificate();
  return { name: typeof subject?.CN === 'string' ? subject.CN : '', serial: serialNumber };
}

/**
 * Checks the caller at each call: a connection may be older than the revocation of its certificate.
 */
export function demandCaller(
  { name, serial }: CallerCertificate,
  callers: readonly string[],
  changes: TlsChanges | undefined,
): void {
  if (changes?.isRevoked(serial)) {
    throw new Refusal(403, `The certificate of "${name}" has been revoked.`);
  }
  if (!callers.includes(name)) {
    throw new Refusal(403, `"${name}" may not call this schema.`);
  }
}
