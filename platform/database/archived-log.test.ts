import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { archiveNow, createRestorePoint, lastArchivedSegment } from './archived-log';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';

const deadlineMs = 120_000;

const dataFolder = folderForFile();
let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataFolder, logger, durable: false });
}, deadlineMs);
afterAll(() => server?.stop());

test(
  'the log of a server that has written nothing since it was archived is in the archive',
  async () => {
    const url = server.tcpUrl('postgres');
    await createRestorePoint(url, 'a-moment');
    await archiveNow(url);
    const last = await lastArchivedSegment(url);
    await archiveNow(url);
    await archiveNow(url);
    expect(await lastArchivedSegment(url)).toBe(last);
  },
  deadlineMs,
);
