import { afterAll, expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { ServedInstance } from '../../platform/remote/testing/served-instance';
import { readTlsFiles } from '../../platform/remote/tls';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { fillRemotely } from './fill-remotely';

const folder = folderForFile();
const served: ServedInstance[] = [];
afterAll(() => {
  for (const one of served) one.kill();
});

async function urlsOf(name: string, data: object): Promise<string[]> {
  const instance = await ServedInstance.start(readTlsFiles(tlsFilesOf(folder, name)));
  instance.onCall = (response) => response.end(JSON.stringify({ data }));
  served.push(instance);
  return [`https://127.0.0.1:${instance.address.port}`];
}

test('the demo shop is filled into services that are found as other callers find them', async () => {
  await makeCertificates(folder, ['users', 'inventory', 'cli']);
  const users = { urls: await urlsOf('users', { userIdByEmail: 'an id' }) };
  const inventory = { urls: await urlsOf('inventory', { hasProducts: true }) };
  const configuration = parseConfiguration({
    environment: 'test',
    services: { users, inventory },
  });
  expect(await fillRemotely(configuration, tlsFilesOf(folder, 'cli'), logger)).toBe(true);
});
