import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { msPerDay } from '../values/time';
import type { TlsFiles } from './tls';

/**
 * Node cannot sign certificates, so `openssl` creates them: an authority for this installation, and
 * a certificate for each process, whose common name is its identity.
 */

const opensslDeadlineMs = 20_000;
const validDays = 825;
/** A certificate that expires within this time is renewed at the next start. */
const renewalDays = 30;
const ownerOnly = 0o700;
const authorityName = 'authority';
const namePattern = /^[a-z][a-z0-9-]{0,31}$/;

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];

async function openssl(args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('openssl', [...args], { timeout: opensslDeadlineMs });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'The processes speak over mutual TLS, and making certificates takes `openssl`, which is' +
          ' not on the path: install it, or name certificates of your own in services.tls.*.'
        : `openssl could not make a certificate: ${message}`;
    throw new Error(reason, { cause: error });
  }
}

/** Files of a process's certificate; the authority's key is not among them. */
export function tlsFilesOf(folder: string, name: string): TlsFiles {
  const own = join(folder, name);
  return {
    authorityFile: join(own, 'authority.pem'),
    certificateFile: join(own, 'certificate.pem'),
    keyFile: join(own, 'key.pem'),
  };
}

function isFresh(file: string): boolean {
  if (!existsSync(file)) return false;
  const { validTo } = new X509Certificate(readFileSync(file));
  return new Date(validTo).getTime() - Date.now() > renewalDays * msPerDay;
}

async function makeAuthority(folder: string): Promise<boolean> {
  const own = join(folder, authorityName);
  if (isFresh(join(own, 'certificate.pem'))) return false;
  const draft = newDraft(own);
  const out = ['-keyout', join(draft, 'key.pem'), '-out', join(draft, 'certificate.pem')];
  const extensions = [
    'basicConstraints=critical,CA:TRUE,pathlen:0',
    'keyUsage=critical,keyCertSign',
  ];
  await openssl([
    ...['req', '-x509', ...newKey, ...out, '-days', String(validDays)],
    ...['-subj', '/CN=authority of this installation'],
    ...extensions.flatMap((extension) => ['-addext', extension]),
  ]);
  install(draft, own);
  return true;
}

async function makeCertificate(folder: string, name: string): Promise<void> {
  const own = join(folder, name);
  const authority = join(folder, authorityName);
  const draft = newDraft(own);
  const request = join(draft, 'request.pem');
  const extensions = join(draft, 'extensions.cnf');
  await openssl([
    ...['req', '-new', ...newKey, '-keyout', join(draft, 'key.pem'), '-out', request],
    ...['-subj', `/CN=${name}`],
  ]);
  writeFileSync(
    extensions,
    [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=serverAuth,clientAuth',
      `subjectAltName=DNS:${name}`,
    ].join('\n'),
  );
  await openssl([
    ...['x509', '-req', '-in', request, '-days', String(validDays), '-extfile', extensions],
    ...['-CA', join(authority, 'certificate.pem'), '-CAkey', join(authority, 'key.pem')],
    ...['-out', join(draft, 'certificate.pem')],
  ]);
  writeFileSync(join(draft, 'authority.pem'), readFileSync(join(authority, 'certificate.pem')));
  for (const file of [request, extensions]) rmSync(file);
  install(draft, own);
}

function newDraft(own: string): string {
  const draft = `${own}.draft.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: ownerOnly });
  return draft;
}

/** Creates a folder completely or not at all, by renaming a draft. */
function install(draft: string, own: string): void {
  rmSync(own, { recursive: true, force: true });
  renameSync(draft, own);
}

/**
 * Creates or renews the authority and a certificate with key for each name, each in a folder that
 * only its owner can read. Must not run concurrently.
 * @throws Error with one sentence if openssl is missing or fails.
 */
export async function makeCertificates(folder: string, names: readonly string[]): Promise<void> {
  const bad = names.find((name) => !namePattern.test(name) || name === authorityName);
  if (bad !== undefined) throw new Error(`"${bad}" cannot be the name of a certificate.`);
  mkdirSync(folder, { recursive: true, mode: ownerOnly });
  const isNew = await makeAuthority(folder);
  const missing = names.filter(
    (name) => isNew || !isFresh(tlsFilesOf(folder, name).certificateFile),
  );
  await Promise.all(missing.map((name) => makeCertificate(folder, name)));
}
