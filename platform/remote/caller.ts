import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
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

/** Reading a certificate costs more than a small call, so it is cached for the connection. */
const certificates = new WeakMap<Socket, { readonly name: string; readonly serial: string }>();

function certificateOf({ socket }: IncomingMessage) {
  const known = certificates.get(socket);
  if (known !== undefined) return known;
  const { subject, serialNumber } = (socket as TLSSocket).getPeerCertificate();
  const name = typeof subject?.CN === 'string' ? subject.CN : '';
  const certificate = { name, serial: serialNumber };
  certificates.set(socket, certificate);
  return certificate;
}

/** The name of the calling process, from its certificate, which TLS has verified. */
export const callerOf = (request: IncomingMessage): string => certificateOf(request).name;

/**
 * Checks the caller at each call: a connection may be older than the revocation of its certificate.
 */
export function demandCaller(
  request: IncomingMessage,
  callers: readonly string[],
  changes: TlsChanges | undefined,
): void {
  const { name: caller, serial } = certificateOf(request);
  if (changes?.isRevoked(serial)) {
    throw new Refusal(403, `The certificate of "${caller}" has been revoked.`);
  }
  if (!callers.includes(caller)) {
    throw new Refusal(403, `"${caller}" may not call this schema.`);
  }
}
