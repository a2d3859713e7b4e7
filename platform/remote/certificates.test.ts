import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeCertificates, tlsFilesOf } from './certificates';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'certificates-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const certificateOf = (made: string, name: string) =>
  new X509Certificate(readFileSync(tlsFilesOf(made, name).certificateFile));

test('each process gets a certificate with its name, signed by the one authority', async () => {
  const made = folder();
  await makeCertificates(made, ['users', 'gateway']);
  const authority = new X509Certificate(readFileSync(tlsFilesOf(made, 'users').authorityFile));
  for (const name of ['users', 'gateway']) {
    const certificate = certificateOf(made, name);
    expect(certificate.subject).toBe(`CN=${name}`);
    expect(certificate.checkHost(name)).toBe(name);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(statSync(tlsFilesOf(made, name).keyFile).mode & 0o077).toBe(0);
  }
});

test('certificates that are there are kept, and a new name is added to them', async () => {
  const made = folder();
  await makeCertificates(made, ['users']);
  const before = certificateOf(made, 'users').fingerprint256;
  await makeCertificates(made, ['users', 'cli']);
  expect(certificateOf(made, 'users').fingerprint256).toBe(before);
  expect(certificateOf(made, 'cli').subject).toBe('CN=cli');
});

test('a name that is no name, or that of the authority, is refused', async () => {
  await expect(makeCertificates(folder(), ['../users'])).rejects.toThrow('cannot be the name');
  await expect(makeCertificates(folder(), ['authority'])).rejects.toThrow('cannot be the name');
});
