import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { createFolder } from '../files/make-folder';
import { inTurn } from '../process/lock-file';
import { replaceFile } from '../process/replace-file';
import { msPerDay } from '../values/time';
import { type KeyPairFiles, readRevoked, type TlsFiles } from './tls';

/**
 * The authority of an installation, and a certificate for each process, whose common name is its
 * identity. Files are replaced one by one by a rename, so that running processes follow them.
 */

const authorityDays = 3_650;
const certificateDaysMax = 90;
const certificateDays = 30;
/** A certificate is renewed when less than this share of its lifetime is left. */
const renewalShare = 1 / 3;
/** The tolerated difference between the clocks of two machines. */
const skewMs = 300_000;
const serialBytes = 16;
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const authorityName = 'authority';
const namePattern = /^[a-z][a-z0-9-]{0,31}$/;
const revokedHeading = '# Serial numbers of revoked certificates, one a line.';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface IssueOptions {
  /**
   * Lifetime of new certificates, at most 90 days; those that were issued for longer are not kept.
   * Without it, 30 days for new ones.
   */
  readonly days?: number | undefined;
  /** Issues new certificates though the old ones are still good. */
  readonly isForced?: boolean;
}

/**
 * Creates the folder, and runs a task while nobody else changes its certificates: of two that issue at
 * once, each would replace the keys of the other, and one that renews would forget what another one
 * revokes.
 */
export function changeCertificates<Result>(
  folder: string,
  task: () => Result | Promise<Result>,
): Promise<Result> {
  createFolder(folder, ownerOnlyFolder);
  return inTurn(join(folder, 'lock'), task);
}

/** Files of a process's certificate; the authority's key is not among them. */
export function tlsFilesOf(folder: string, name: string) {
  const own = join(folder, name);
  return {
    authorityFile: join(own, 'authority.pem'),
    certificateFile: join(own, 'certificate.pem'),
    keyFile: join(own, 'key.pem'),
    revokedFile: join(own, 'revoked.txt'),
  } satisfies TlsFiles;
}

const authorityFiles = (folder: string) => ({
  certificateFile: join(folder, authorityName, 'certificate.pem'),
  keyFile: join(folder, authorityName, 'key.pem'),
  revokedFile: join(folder, authorityName, 'revoked.txt'),
});

function writeOwn(file: string, text: string): void {
  createFolder(dirname(file), ownerOnlyFolder);
  replaceFile(file, text, ownerOnly);
}

const lifetimeLeft = ({ validToDate }: X509Certificate): number =>
  validToDate.getTime() - Date.now();

/**
 * The certificate of a pair, unless nobody can use it: a clock that was ahead has issued it for
 * later, or a call that was interrupted has replaced its key alone.
 */
function usableIn({ certificateFile, keyFile }: KeyPairFiles): X509Certificate | null {
  if (!existsSync(certificateFile)) return null;
  const certificate = new X509Certificate(readFileSync(certificateFile));
  const hasBegun = certificate.validFromDate.getTime() <= Date.now();
  const key = createPrivateKey(readFileSync(keyFile));
  return hasBegun && certificate.checkPrivateKey(key) ? certificate : null;
}

/**
 * Whether a certificate is fresh. Those that were issued for more days than now are not, nor those
 * of a former authority, nor those that every process refuses.
 */
function isFresh(
  files: KeyPairFiles,
  authority: X509Certificate,
  daysMost: number,
  revoked: ReadonlySet<string>,
): boolean {
  const certificate = existsSync(files.keyFile) ? usableIn(files) : null;
  if (certificate === null || !certificate.verify(authority.publicKey)) return false;
  if (revoked.has(certificate.serialNumber)) return false;
  const lifetime = certificate.validToDate.getTime() - certificate.validFromDate.getTime();
  // It was valid from a little before its issue on.
  const isShort = Math.floor(lifetime / msPerDay) <= daysMost;
  return isShort && lifetimeLeft(certificate) > lifetime * renewalShare;
}

const newSerial = (): string => {
  const bytes = randomBytes(serialBytes);
  // The number must be positive (RFC 5280).
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
};

async function newKeys(): Promise<{ keys: webcrypto.CryptoKeyPair; pem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { keys, pem: key.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const validFor = (days: number): Validity => ({
  notBefore: new Date(Date.now() - skewMs),
  notAfter: new Date(Date.now() + days * msPerDay),
});

/** The authority, which is a new one if there is none that can sign. */
async function ensureAuthority(folder: string): Promise<X509Certificate> {
  const { certificateFile, keyFile } = authorityFiles(folder);
  const existing = usableIn({ certificateFile, keyFile });
  if (existing !== null && lifetimeLeft(existing) > certificateDaysMax * msPerDay) return existing;
  const { keys, pem } = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: 'CN=authority of this installation',
    ...validFor(authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writeOwn(keyFile, pem);
  writeOwn(certificateFile, `${certificate.toString('pem')}\n`);
  return new X509Certificate(readFileSync(certificateFile));
}

/** Replaces the certificate and the key of a process. */
export async function issueCertificate(
  folder: string,
  name: string,
  validity: Validity,
): Promise<void> {
  const own = authorityFiles(folder);
  const authority = new x509.X509Certificate(readFileSync(own.certificateFile, 'utf8'));
  const authorityKey = createPrivateKey(readFileSync(own.keyFile));
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    authorityKey.export({ format: 'der', type: 'pkcs8' }),
    algorithm,
    false,
    ['sign'],
  );
  const { keys, pem } = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: `CN=${name}`,
    issuer: authority.subjectName,
    ...validity,
    signingKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const files = tlsFilesOf(folder, name);
  writeOwn(files.authorityFile, `${authority.toString('pem')}\n`);
  writeOwn(files.keyFile, pem);
  writeOwn(files.certificateFile, `${certificate.toString('pem')}\n`);
}

const revokedText = (serials: Iterable<string>): string =>
  `${[revokedHeading, ...serials].join('\n')}\n`;

/** Gives every process the list of revoked certificates. */
function shareRevoked(folder: string, names: readonly string[], serials: Iterable<string>): void {
  const text = revokedText(serials);
  const files = names.map((name) => tlsFilesOf(folder, name).revokedFile);
  for (const file of [authorityFiles(folder).revokedFile, ...files]) {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeOwn(file, text);
  }
}

const revokedIn = (folder: string): ReadonlySet<string> => {
  const { revokedFile } = authorityFiles(folder);
  return existsSync(revokedFile) ? readRevoked(revokedFile) : new Set();
};

/**
 * Creates or renews the authority and a certificate with key for each name, each in a folder that
 * only its owner can read. Call it by `changeCertificates` where others may change them.
 * @returns the names that have a new certificate.
 * @throws Error with one sentence if a name or the lifetime is not valid.
 */
export async function makeCertificates(
  folder: string,
  names: readonly string[],
  { days: given, isForced = false }: IssueOptions = {},
): Promise<string[]> {
  const bad = names.find((name) => !namePattern.test(name) || name === authorityName);
  if (bad !== undefined) throw new Error(`"${bad}" cannot be the name of a certificate.`);
  const days = given ?? certificateDays;
  if (!Number.isInteger(days) || days < 1 || days > certificateDaysMax) {
    throw new Error(`A certificate lives for 1 to ${certificateDaysMax} days, not ${days}.`);
  }
  createFolder(folder, ownerOnlyFolder);
  const authority = await ensureAuthority(folder);
  const daysMost = given ?? certificateDaysMax;
  const revoked = revokedIn(folder);
  const isDue = (name: string) => !isFresh(tlsFilesOf(folder, name), authority, daysMost, revoked);
  const due = names.filter((name) => isForced || isDue(name));
  await Promise.all(due.map((name) => issueCertificate(folder, name, validFor(days))));
  shareRevoked(folder, names, revoked);
  return due;
}

/** The serial number of a process's certificate. */
export function serialOf(folder: string, name: string): string {
  const { certificateFile } = tlsFilesOf(folder, name);
  if (!existsSync(certificateFile)) throw new Error(`There is no ${certificateFile}.`);
  return new X509Certificate(readFileSync(certificateFile)).serialNumber;
}

/** The process whose certificate has this serial number now; undefined if none has. */
export const holderOf = (
  folder: string,
  names: readonly string[],
  serial: string,
): string | undefined =>
  names.find(
    (name) =>
      existsSync(tlsFilesOf(folder, name).certificateFile) && serialOf(folder, name) === serial,
  );

/** @throws Error if the folder has no authority, and so no certificates of an installation. */
export function demandAuthority(folder: string): void {
  if (existsSync(authorityFiles(folder).certificateFile)) return;
  throw new Error(`There are no certificates in ${folder}.`);
}

/**
 * Records that a certificate is to be revoked. The processes learn it by the next call that issues,
 * renews or revokes one.
 * @returns whether it was not recorded before.
 * @throws Error if the folder has no authority.
 */
export function recordRevoked(folder: string, serial: string): boolean {
  demandAuthority(folder);
  const before = revokedIn(folder);
  if (before.has(serial.toUpperCase())) return false;
  writeOwn(authorityFiles(folder).revokedFile, revokedText([...before, serial.toUpperCase()]));
  return true;
}

/**
 * Revokes a certificate by its serial number: running processes refuse it within seconds.
 * @returns whether it was not revoked before.
 * @throws Error if the folder has no authority.
 */
export function revokeCertificate(
  folder: string,
  names: readonly string[],
  serial: string,
): boolean {
  const isNew = recordRevoked(folder, serial);
  const present = names.filter((name) => existsSync(join(folder, name)));
  shareRevoked(folder, present, revokedIn(folder));
  return isNew;
}
