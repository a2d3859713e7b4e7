import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** PEM files with the identity of a process and the authority it trusts. */
export interface TlsFiles {
  /** The certificate of the authority that signed all processes of this system. */
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface TlsIdentity {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws Error with one sentence that names the file that cannot be read. */
export function readTlsFiles(files: TlsFiles): TlsIdentity {
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`The certificate file ${file} cannot be read (${code}).`, { cause: error });
    }
  };
  return {
    ca: read(files.authorityFile),
    cert: read(files.certificateFile),
    key: read(files.keyFile),
  };
}

/** The name of the process that a certificate is made for. */
export function nameOf({ cert }: TlsIdentity): string {
  const [, name = ''] = /^CN=(.+)$/m.exec(new X509Certificate(cert).subject) ?? [];
  return name;
}
