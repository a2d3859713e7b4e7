import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { createLifecycle } from '../../platform/process/lifecycle';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { runRestore } from './run';

afterEach(() => void vi.unstubAllEnvs());

test.skipIf(findPgBackRest() === null)(
  'a restore judges the audit log by the secret of the shop only',
  async () => {
    const dataFolder = folderForTest();
    vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
    vi.stubEnv('ORDERPROCESSING_BACKUPS_FOLDER', path.join(dataFolder, 'backups'));
    const options = { to: 'latest', rehearse: true } as const;
    const restored = runRestore(options, createLifecycle({ logger: () => null, signals: false }));
    await expect(restored).rejects.toThrow(/Set auth.keySecret, or dataFolder to that of the shop/);
    // Other commands would take secrets that are stored there for those of the shop.
    expect(existsSync(path.join(dataFolder, 'secrets.json'))).toBe(false);
  },
);
