import { X509Certificate } from 'node:crypto';
import { cpSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { makeCertificates, revokeCertificate, serialOf, tlsFilesOf } from './certificates';
import { readRevoked } from './tls';

afterEach(() => vi.useRealTimers());

const certificateOf = (made: string, name: string) =>
  new X509Certificate(readFileSync(tlsFilesOf(made, name).certificateFile));

test('each process gets a certificate with its name, signed by the one authority', async () => {
  const made = folderForTest();
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

test('existing certificates are kept, and a new name is added', async () => {
  const made = folderForTest();
  await makeCertificates(made, ['users']);
  const before = certificateOf(made, 'users').fingerprint256;
  await makeCertificates(made, ['users', 'cli']);
  expect(certificateOf(made, 'users').fingerprint256).toBe(before);
  expect(certificateOf(made, 'cli').subject).toBe('CN=cli');
});

test('an invalid name, or that of the authority, is refused', async () => {
  await expect(makeCertificates(folderForTest(), ['../users'])).rejects.toThrow(
    'cannot be the name',
  );
  await expect(makeCertificates(folderForTest(), ['authority'])).rejects.toThrow(
    'cannot be the name',
  );
});

test('a certificate lives for the given days, and is renewed when a third is left', async () => {
  const made = folderForTest();
  await makeCertificates(made, ['users'], { days: 90 });
  const { validToDate } = certificateOf(made, 'users');
  const days = (validToDate.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(89.9);
  expect(days).toBeLessThanOrEqual(90);
  vi.useFakeTimers({ now: Date.now() + 59 * 86_400_000, toFake: ['Date'] });
  expect(await makeCertificates(made, ['users'], { days: 90 })).toEqual([]);
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  expect(await makeCertificates(made, ['users'], { days: 90 })).toEqual(['users']);
  expect(await makeCertificates(made, ['users'])).toEqual([]);
  expect(await makeCertificates(made, ['users'], { days: 7 })).toEqual(['users']);
  expect(await makeCertificates(made, ['users'], { days: 7 })).toEqual([]);
});

test('certificates of a clock that was ahead are issued again', async () => {
  const made = folderForTest();
  vi.useFakeTimers({ now: Date.now() + 5 * 86_400_000, toFake: ['Date'] });
  await makeCertificates(made, ['users']);
  vi.useRealTimers();
  expect(await makeCertificates(made, ['users'])).toEqual(['users']);
  const authority = new X509Certificate(readFileSync(tlsFilesOf(made, 'users').authorityFile));
  for (const { validFromDate } of [authority, certificateOf(made, 'users')]) {
    expect(validFromDate.getTime()).toBeLessThan(Date.now());
  }
});

test.each([
  ['key of a process', 'users/key.pem', ['users']],
  ['key of the authority', 'authority/key.pem', ['users', 'gateway']],
  ['authority', 'authority', ['users', 'gateway']],
])('certificates whose %s was replaced without them are issued again', async (_what, at, due) => {
  const [made, other] = [folderForTest(), folderForTest()];
  await makeCertificates(made, ['users', 'gateway']);
  await makeCertificates(other, ['users', 'gateway']);
  cpSync(path.join(other, at), path.join(made, at), { recursive: true });
  expect(await makeCertificates(made, ['users', 'gateway'])).toEqual(due);
  expect(await makeCertificates(made, ['users', 'gateway'])).toEqual([]);
});

test.each([0, 91, 1.5])('a lifetime of %d days is refused', async (days) => {
  await expect(makeCertificates(folderForTest(), ['users'], { days })).rejects.toThrow(
    '1 to 90 days',
  );
});

test('every process learns the serial numbers of revoked certificates, which are renewed', async () => {
  const made = folderForTest();
  await makeCertificates(made, ['users', 'gateway']);
  const serial = serialOf(made, 'users');
  expect(revokeCertificate(made, ['users', 'gateway'], serial)).toBe(true);
  expect(revokeCertificate(made, ['users', 'gateway'], serial.toLowerCase())).toBe(false);
  expect(await makeCertificates(made, ['users', 'gateway', 'cli'])).toEqual(['users', 'cli']);
  for (const name of ['users', 'gateway', 'cli']) {
    expect(readRevoked(tlsFilesOf(made, name).revokedFile)).toEqual(new Set([serial]));
  }
  expect(serialOf(made, 'users')).not.toBe(serial);
});
