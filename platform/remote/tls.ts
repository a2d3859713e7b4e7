import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** PEM files with the identity of a process and the authority it trusts. */
export interface TlsFiles {
  /** The certificate of the authority that signed all processes of this system. */
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Serial numbers of revoked certificates, one a line. */
  readonly revokedFile?: string | null;
}

export interface TlsIdentity {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Absent if the files are not followed. */
  readonly changes?: TlsChanges;
}

/** What becomes of an identity in a running process. */
export interface TlsChanges {
  isRevoked(serialNumber: string): boolean;
  /** Called when the files of the identity or the list of revoked certificates have changed. */
  onChange(listener: (identity: TlsIdentity) => void): void;
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The certificate file ${file} cannot be read (${code}).`, { cause: error });
  }
}

/** @throws Error with one sentence that names the file that cannot be read. */
export function readTlsFiles({ authorityFile, certificateFile, keyFile }: TlsFiles): TlsIdentity {
  const identity = {
    ca: readPem(authorityFile),
    cert: readPem(certificateFile),
    key: readPem(keyFile),
  };
  if (new X509Certificate(identity.cert).checkPrivateKey(createPrivateKey(identity.key))) {
    return identity;
  }
  throw new Error(
    `The key in ${keyFile} does not belong to the certificate in ${certificateFile}.`,
  );
}

/** The serial numbers in a list of revoked certificates. */
export function readRevoked(file: string): ReadonlySet<string> {
  const lines = readPem(file).toString().split('\n');
  const serials = lines.map((line) => line.trim().toUpperCase());
  return new Set(serials.filter((line) => line !== '' && !line.startsWith('#')));
}

/** The name of the process that a certificate is made for. */
export function nameOf({ cert }: TlsIdentity): string {
  const [, name = ''] = /^CN=(.+)$/m.exec(new X509Certificate(cert).subject) ?? [];
  return name;
}
