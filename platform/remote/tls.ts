import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** PEM files with a certificate, its intermediates included, and its key. */
export interface KeyPairFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** PEM files with the identity of a process and the authority it trusts. */
export interface TlsFiles extends KeyPairFiles {
  /** The certificate of the authority that signed all processes of this system. */
  readonly authorityFile: string;
  /** Serial numbers of revoked certificates, one a line. */
  readonly revokedFile?: string | null;
}

export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface TlsIdentity extends KeyPair {
  readonly ca: Buffer;
  /** Absent if the files are not followed. */
  readonly changes?: TlsChanges;
}

/** The changes of an identity in a running process. */
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

/** The messages of OpenSSL name neither the file nor what is wrong. */
function parsed<Parsed>(file: string, what: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    throw new Error(`${file} contains no ${what} in PEM format.`, { cause: error });
  }
}

const certificateOf = (file: string, pem: Buffer): X509Certificate =>
  parsed(file, 'certificate', () => new X509Certificate(pem));

/** @throws Error with one sentence that says why the file cannot be used. */
export const readCertificate = (file: string): X509Certificate =>
  certificateOf(file, readPem(file));

/** @throws Error with one sentence that names the file that cannot be used. */
export function readKeyPair({ certificateFile, keyFile }: KeyPairFiles): KeyPair {
  const pair = { cert: readPem(certificateFile), key: readPem(keyFile) };
  const certificate = certificateOf(certificateFile, pair.cert);
  const key = parsed(keyFile, 'private key', () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(
      `The key in ${keyFile} does not belong to the certificate in ${certificateFile}.`,
    );
  }
  // A server reads all certificates of the file, and only the first one was looked at.
  parsed(certificateFile, 'whole chain of certificates', () => createSecureContext(pair));
  return pair;
}

/** OpenSSL takes a text without a certificate for an authority that has signed nobody. */
function readAuthorityPem(file: string): Buffer {
  const pem = readPem(file);
  certificateOf(file, pem);
  // OpenSSL leaves out what comes after a broken one, too.
  const [, ...others] = pem.toString().split(/(?=-----BEGIN CERTIFICATE-----)/);
  parsed(file, 'whole list of certificates', () => others.map((one) => new X509Certificate(one)));
  return pem;
}

/** @throws Error with one sentence that names the file that cannot be used. */
export function readTlsFiles({ authorityFile, ...pair }: TlsFiles): TlsIdentity {
  return { ca: readAuthorityPem(authorityFile), ...readKeyPair(pair) };
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
