import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { haproxyTls, versionTls } from './version-tls';

const folder = folderForFile();

const settings = (server: object, services: object = {}) =>
  parseConfiguration({ environment: 'test', server, services });
const tls = { certificateFile: '/certificate.pem', keyFile: '/key.pem' };

test('the name that HAProxy verifies is that of the public URL, or of the gateway inside', () => {
  const publicUrl = 'https://api.shop.example/';
  expect(versionTls(settings({ publicUrl }))).toBeNull();
  expect(versionTls(settings({ tls, publicUrl }))?.name).toBe('api.shop.example');
  const inside = { gateway: { url: 'https://gateway.internal:4000' } };
  expect(versionTls(settings({ tls, publicUrl }, inside))).toEqual({
    origin: 'https://gateway.internal:4000',
    name: 'gateway.internal',
    files: tls,
  });
});

test('a public port with TLS and without a name is refused', () => {
  expect(() => versionTls(settings({ tls }))).toThrow('Set server.publicUrl');
  expect(() => versionTls(settings({ tls, publicUrl: 'http://shop.example' }))).toThrow('https://');
});

test('HAProxy gets certificate and key in one file that only its owner reads', async () => {
  await makeCertificates(folder, ['localhost']);
  const files = tlsFilesOf(folder, 'localhost');
  const file = path.join(folder, 'certificate.pem');
  const given = { origin: 'https://localhost', name: 'localhost', files };
  expect(haproxyTls(given, file)).toMatchObject({
    RELEASE_CERTIFICATE: file,
    RELEASE_NAME: 'localhost',
  });
  expect(readFileSync(file, 'utf8').match(/-----BEGIN [A-Z ]+-----/g)).toEqual([
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PRIVATE KEY-----',
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(haproxyTls(null, file)).toEqual({});
});
