import { describe, expect, test } from 'vitest';
import { folderForFile } from '../../testing/temporary-folder';
import { type DatabasePair, withPairs } from './connect';
import { follow } from './follow';
import { query, sessionOf, twoRegions } from './testing/region-servers';

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
      await query(visitorUrl('near'), "INSERT INTO items (name) VALUES ('next')");
    },
    testMs,
  );

  test(
    'says that it refuses writes if its copy fails, and is copied when it is called again',
    async () => {
      const copying = () => withPairs(pairs('near', 'far'), follow);
      const openBefore = await sessionOf(visitorUrl('far'));
      // The copy cannot begin, because its slot exists.
      const slot = `SELECT pg_create_logical_replication_slot('region_goods', 'pgoutput')`;
      await query(urlOf('near'), slot);
      await expect(copying()).rejects.toThrow(
        /copy of goods failed \(.*region_goods.*\).*refuses writes.*region follow again/,
      );
      const insert = "INSERT INTO items (name) VALUES ('lost')";
      await expect(openBefore.query(insert)).rejects.toThrow();
      await expect(query(visitorUrl('far'), insert)).rejects.toMatchObject({ code: '25006' });
      await query(urlOf('near'), `SELECT pg_drop_replication_slot('region_goods')`);
      await copying();
      expect(await items('far')).toEqual([{ name: 'mine' }, { name: 'next' }]);
    },
    testMs,
  );
});

test(
  'a server without a limit for the log of slots is refused',
  async () => {
    await query(urlOf('near'), `ALTER SYSTEM SET max_slot_wal_keep_size = '-1'`);
    await query(urlOf('near'), 'SELECT pg_reload_conf()');
    const same: DatabasePair = { name: 'goods', source: urlOf('near'), target: urlOf('near') };
    const isRefused = () =>
      withPairs([same], follow).then(
        () => '',
        (error: Error) => error.message,
      );
    await expect.poll(isRefused, { timeout: 20_000 }).toContain('max_slot_wal_keep_size');
  },
  testMs,
);
