import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger';
import { silentLogger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { makeCertificates, tlsFilesOf } from './certificates';
import { followTls } from './follow-tls';
import { readTlsFiles, type TlsFiles } from './tls';

const folder = folderForFile();
let files: TlsFiles;
let made = 0;
beforeEach(async () => {
  made += 1;
  const own = join(folder, String(made));
  mkdirSync(own);
  await makeCertificates(own, ['service']);
  files = tlsFilesOf(own, 'service');
});

const beginning = () => readFileSync(files.authorityFile).subarray(0, 200);

test.each([
  ['nothing', () => ''],
  ['another text', () => 'not a certificate'],
  ['the beginning of a certificate', beginning],
])('an authority file with %s is refused by its name', (_what, textOf) => {
  writeFileSync(files.authorityFile, textOf());
  expect(() => readTlsFiles(files)).toThrow(
    `${files.authorityFile} contains no certificate in PEM format.`,
  );
});

test.each([
  ['certificateFile', 'certificate'],
  ['keyFile', 'private key'],
] as const)('a %s that is being written is refused by its name', (name, what) => {
  writeFileSync(files[name], '-----BEGIN');
  expect(() => readTlsFiles(files)).toThrow(`${files[name]} contains no ${what} in PEM format.`);
});

test.each([
  ['is cut', (pem: string) => pem.slice(0, -200)],
  ['is garbled', (pem: string) => pem.replace(/\n(.{20}).{20}/, '\n$1AAAAAAAAAAAAAAAAAAAA')],
])('an intermediate that %s is refused by the name of its file', (_what, broken) => {
  const leaf = readFileSync(files.certificateFile, 'utf8');
  const authority = readFileSync(files.authorityFile, 'utf8');
  writeFileSync(files.certificateFile, leaf + authority);
  expect(readTlsFiles(files).cert.toString()).toBe(leaf + authority);
  writeFileSync(files.certificateFile, leaf + broken(authority));
  expect(() => readTlsFiles(files)).toThrow(
    `${files.certificateFile} contains no whole chain of certificates in PEM format.`,
  );
  writeFileSync(files.certificateFile, leaf);
  writeFileSync(files.authorityFile, authority + broken(authority));
  expect(() => readTlsFiles(files)).toThrow(
    `${files.authorityFile} contains no whole list of certificates in PEM format.`,
  );
});

test('an authority file that is being written changes nothing', async () => {
  const logged: string[] = [];
  const logger = createLogger({
    level: 'warn',
    pretty: false,
    name: 'test',
    destination: { write: (line: string) => void logged.push(JSON.parse(line).msg) },
  });
  const tls = followTls(files, logger);
  let changes = 0;
  tls.changes?.onChange(() => {
    changes += 1;
  });
  const whole = readFileSync(files.authorityFile);
  writeFileSync(files.authorityFile, beginning());
  await expect.poll(() => logged, { timeout: 15_000 }).toEqual(['certificates not reloaded']);
  expect(changes).toBe(0);
  writeFileSync(files.authorityFile, whole);
  await expect.poll(() => changes, { timeout: 15_000 }).toBe(1);
  tls.stop();
});

test('a certificate stays revoked while the list is being written', async () => {
  const { revokedFile } = files;
  if (!revokedFile) throw new Error('The files of a process have a list.');
  writeFileSync(revokedFile, '5A1F\n');
  const tls = followTls(files, silentLogger);
  let changes = 0;
  tls.changes?.onChange(() => {
    changes += 1;
  });
  writeFileSync(revokedFile, '');
  await expect.poll(() => changes, { timeout: 15_000 }).toBe(1);
  expect(tls.changes?.isRevoked('5A1F')).toBe(true);
  tls.stop();
});
