import { describe, expect, test } from 'vitest';
import { folderForFile } from '../../testing/temporary-folder';
import { type DatabasePair, withPairs } from './connect';
import { follow } from './follow';
import { query, twoRegions } from './testing/region-servers';

const testMs = 120_000;

const { pairs, urlOf, visitorUrl } = twoRegions(folderForFile());

describe('a region that does not follow yet', () => {
  const items = (name: string) => query(urlOf(name), 'SELECT name FROM items');

  test(
    'is not emptied to receive a copy of itself',
    async () => {
      await query(visitorUrl('near'), "INSERT INTO items (name) VALUES ('mine')");
      const itself = withPairs(pairs('near', 'near'), follow);
      await expect(itself).rejects.toThrow(/is the same database.*Nothing was changed/);
      expect(await items('near')).toEqual([{ name: 'mine' }]);
    },
    testMs,
  );

  test(
    'is not emptied for a region that has less',
    async () => {
      const wrongWay = withPairs(pairs('far', 'near'), follow);
      await expect(wrongWay).rejects.toThrow(/public\.items.*more than the other region/);
      expect(await items('near')).toEqual([{ name: 'mine' }]);
    },
    testMs,
  );
});

test(
  'a server without a limit for the log of slots is refused',
  async () => {
    await query(urlOf('far'), `ALTER SYSTEM SET max_slot_wal_keep_size = '-1'`);
    await query(urlOf('far'), 'SELECT pg_reload_conf()');
    const same: DatabasePair = { name: 'goods', source: urlOf('far'), target: urlOf('far') };
    const isRefused = () =>
      withPairs([same], follow).then(
        () => '',
        (error: Error) => error.message,
      );
    await expect.poll(isRefused, { timeout: 20_000 }).toContain('max_slot_wal_keep_size');
  },
  testMs,
);
