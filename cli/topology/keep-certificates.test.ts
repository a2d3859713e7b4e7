import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import {
  changeCertificates,
  makeCertificates,
  revokeCertificate,
  serialOf,
  tlsFilesOf,
} from '../../platform/remote/certificates';
import { readRevoked } from '../../platform/remote/tls';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { keepCertificates } from './keep-certificates';

test('a renewal does not forget what is revoked at the same moment', async () => {
  const folder = folderForTest();
  const names = ['gateway', 'users'];
  // They were issued for longer than now, so that each is due.
  await makeCertificates(folder, names, { days: 90 });
  const serial = serialOf(folder, 'users');
  const configuration = parseConfiguration({ services: { tls: { certificateDays: 1 } } });
  const stops: (() => unknown)[] = [];
  const lifecycle = {
    onStop: (_name: string, _deadlineMs: number, stop: () => unknown) => void stops.push(stop),
  };
  const keeping = await changeCertificates(folder, async () => {
    const begun = { kept: keepCertificates(folder, names, { configuration, lifecycle, logger }) };
    await nextTurn();
    revokeCertificate(folder, names, serial);
    return begun;
  });
  await keeping.kept;
  for (const stop of stops) stop();
  expect(serialOf(folder, 'users')).not.toBe(serial);
  expect(readRevoked(tlsFilesOf(folder, 'gateway').revokedFile)).toEqual(new Set([serial]));
});
