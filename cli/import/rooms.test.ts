import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { openRooms } from './rooms';

/** Nothing is started that would have to be stopped. */
const lifecycle = {} as Lifecycle;

test.each([
  ['databases', [], 'There is no shop here: the data folder'],
  ['secrets', subgraphNames, 'The secrets of the shop are not known here'],
])(
  'an import makes no %s of its own where there is no shop',
  async (_what, configured, message) => {
    const dataFolder = path.join(folderForTest(), 'data');
    vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
    for (const name of configured) {
      vi.stubEnv(
        `ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`,
        'postgres://127.0.0.1:1/shop',
      );
    }
    await expect(openRooms(lifecycle)).rejects.toThrow(message);
    vi.unstubAllEnvs();
    expect(existsSync(dataFolder)).toBe(false);
  },
);
