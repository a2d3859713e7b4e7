import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { silentLogger as logger } from '../../testing/silent-logger';
import { folderForFile } from '../../testing/temporary-folder';
import { startEmbeddedPostgres } from '../embedded';
import { migrate } from '../migrate';
import { type OpenPair, withDatabases, withPairs } from './connect';
import { cutOver, takeOver } from './cut-over';
import { follow, unpublishedTables } from './follow';
import { measureLag, slotBytes } from './lag';
import { query, sessionOf, twoRegions, writing } from './testing/region-servers';

const testMs = 120_000;
const lagDeadlineMs = 30_000;

const folder = folderForFile();
const { servers, pairs, urlOf, visitorUrl } = twoRegions(folder);

const namesIn = async (name: string): Promise<string[]> =>
  (await query(urlOf(name), 'SELECT name FROM items ORDER BY id')).map((row) => row.name);

const insert = (name: string, item: string) =>
  query(visitorUrl(name), `INSERT INTO items (name) VALUES ('${item}') RETURNING id::int`);

/** Waits until all that was written has arrived. */
const arrived = (source: string, target: string) =>
  withPairs(pairs(source, target), async ([one]) => one && measureLag(one, lagDeadlineMs));

describe('a second region', () => {
  test(
    'has all rows, those from before and those from after',
    async () => {
      await insert('near', 'before');
      await query(visitorUrl('near'), `INSERT INTO words VALUES ('a'), ('b')`);
      const openBefore = await sessionOf(visitorUrl('far'));
      await withPairs(pairs('near', 'far'), follow);
      await expect(openBefore.query(`INSERT INTO words VALUES ('lost')`)).rejects.toThrow();
      await insert('near', 'after');
      await query(visitorUrl('near'), `DELETE FROM words WHERE word = 'a'`);
      await query(visitorUrl('near'), `INSERT INTO days VALUES ('2026-01-01', 1)`);
      await query(visitorUrl('near'), 'UPDATE days SET n = 2');
      expect(await arrived('near', 'far')).toBeGreaterThan(0);
      expect(await namesIn('far')).toEqual(['before', 'after']);
      expect(await query(urlOf('far'), 'SELECT word FROM words')).toEqual([{ word: 'b' }]);
      expect(await query(urlOf('far'), 'SELECT n FROM days')).toEqual([{ n: 2 }]);
      // Each knows which of its own migrations it has.
      expect(await query(urlOf('far'), 'SELECT id FROM _prisma_migrations')).toEqual([
        { id: 'far' },
      ]);
    },
    testMs,
  );

  test(
    'is migrated as any other database',
    async () => {
      const migrations = path.join(folder, 'migrations');
      mkdirSync(path.join(migrations, '20260101000000_size'), { recursive: true });
      const file = path.join(migrations, '20260101000000_size', 'migration.sql');
      writeFileSync(file, 'ALTER TABLE items ADD COLUMN size integer;');
      for (const name of ['far', 'near']) {
        await query(urlOf(name), writing('DROP TABLE _prisma_migrations'));
        expect(await migrate({ url: urlOf(name), folder: migrations, logger })).toHaveLength(1);
      }
      await query(visitorUrl('near'), 'UPDATE items SET size = 3');
      await arrived('near', 'far');
      expect(await query(urlOf('far'), 'SELECT DISTINCT size FROM items')).toEqual([{ size: 3 }]);
    },
    testMs,
  );

  test('refuses writes', async () => {
    await expect(insert('far', 'refused')).rejects.toMatchObject({ code: '25006' });
  });

  test(
    'says which table is new, and copies it when it is called again',
    async () => {
      for (const name of ['near', 'far']) {
        await query(urlOf(name), writing('CREATE TABLE later (id int PRIMARY KEY)'));
      }
      await query(urlOf('near'), 'INSERT INTO later VALUES (7)');
      await withPairs(pairs('near', 'far'), async (open) => {
        const [one] = open;
        expect(one && (await unpublishedTables(one))).toEqual(['public.later']);
        await expect(cutOver(open, async () => undefined)).rejects.toThrow(/public\.later/);
        await follow(open);
        expect(one && (await unpublishedTables(one))).toEqual([]);
      });
      expect(await query(urlOf('far'), 'SELECT id FROM later')).toEqual([{ id: 7 }]);
    },
    testMs,
  );

  test(
    'is not copied over the region that it follows',
    async () => {
      // The operator has typed the command in the wrong region.
      const wrong = (act: (open: readonly OpenPair[]) => Promise<unknown>) =>
        withPairs(pairs('far', 'near'), act);
      await expect(wrong(follow)).rejects.toThrow(/has the newer data. Nothing was changed/);
      const moved = wrong((open) => cutOver(open, async () => undefined));
      await expect(moved).rejects.toThrow(/has the writes of goods already/);
      expect(await namesIn('near')).toEqual(['before', 'after']);
      expect(await withDatabases([urlOf('near')], takeOver)).toBe(false);
    },
    testMs,
  );

  test(
    'takes the writes with the next number, and gives them back',
    async () => {
      let openedFor = '';
      const { refusedMs } = await withPairs(pairs('near', 'far'), (open) =>
        cutOver(open, async () => {
          openedFor = 'far';
          for (const command of [follow, (other: typeof open) => cutOver(other, async () => {})]) {
            const beside = withPairs<unknown>(pairs('near', 'far'), command);
            await expect(beside).rejects.toThrow('Another command moves or copies');
          }
        }),
      );
      expect(openedFor).toBe('far');
      expect(refusedMs).toBeGreaterThan(0);
      await expect(insert('near', 'refused')).rejects.toMatchObject({ code: '25006' });
      expect(await insert('far', 'moved')).toEqual([{ id: 3 }]);
      await arrived('far', 'near');
      expect(await namesIn('near')).toEqual(['before', 'after', 'moved']);
      await withPairs(pairs('far', 'near'), (open) => cutOver(open, async () => undefined));
      expect(await insert('near', 'back')).toEqual([{ id: 4 }]);
      await arrived('near', 'far');
      expect(await namesIn('far')).toEqual(['before', 'after', 'moved', 'back']);
    },
    testMs,
  );

  test(
    'leaves writes where they are if the last ones do not arrive',
    async () => {
      await query(urlOf('far'), writing('ALTER SUBSCRIPTION region DISABLE'));
      const moving = withPairs(pairs('near', 'far'), (open) =>
        cutOver(open, async () => undefined),
      );
      await expect(moving).rejects.toThrow(/behind/);
      expect(await insert('near', 'still')).toEqual([{ id: 5 }]);
      await query(urlOf('far'), writing('ALTER SUBSCRIPTION region ENABLE'));
      await arrived('near', 'far');
    },
    testMs,
  );

  test(
    'gives the writes back if the move fails midway, and the next one succeeds',
    async () => {
      // It cannot be copied, because the other region does not have it.
      await query(urlOf('near'), 'CREATE SEQUENCE only_here');
      const move = () => withPairs(pairs('near', 'far'), (open) => cutOver(open, async () => {}));
      await expect(move()).rejects.toThrow(/only_here/);
      await expect(insert('far', 'refused')).rejects.toMatchObject({ code: '25006' });
      expect(await insert('near', 'again')).toEqual([{ id: 6 }]);
      await arrived('near', 'far');
      await query(urlOf('near'), 'DROP SEQUENCE only_here');
      await move();
      expect(await insert('far', 'moved')).toEqual([{ id: 7 }]);
      await withPairs(pairs('far', 'near'), (open) => cutOver(open, async () => {}));
      await arrived('near', 'far');
    },
    testMs,
  );

  const moveTo = (target: 'near' | 'far', onOpen = async () => {}) =>
    withPairs(pairs(target === 'far' ? 'near' : 'far', target), (open) => cutOver(open, onOpen));
  const wordsIn = async (name: string): Promise<string[]> =>
    (await query(urlOf(name), 'SELECT word FROM words ORDER BY word')).map((row) => row.word);

  /** What a move has done when it is killed before its switch. */
  async function leaveBeforeSwitch(): Promise<void> {
    await query(
      urlOf('far'),
      `SELECT pg_create_logical_replication_slot('region_goods', 'pgoutput')`,
    );
    await query(urlOf('near'), 'ALTER DATABASE goods SET default_transaction_read_only = on');
    await query(urlOf('far'), writing('ALTER SUBSCRIPTION region DISABLE'));
  }

  test(
    'takes the writes when a move is called again that was killed before its switch',
    async () => {
      await leaveBeforeSwitch();
      await query(urlOf('near'), writing(`INSERT INTO words VALUES ('c')`));
      await moveTo('far');
      expect(await wordsIn('far')).toEqual(['b', 'c']);
      await query(visitorUrl('far'), `INSERT INTO words VALUES ('d')`);
      await arrived('far', 'near');
      expect(await wordsIn('near')).toEqual(['b', 'c', 'd']);
      await moveTo('near');
      await arrived('near', 'far');
    },
    testMs,
  );

  test(
    'keeps what it has written since its switch when a move is called again',
    async () => {
      await leaveBeforeSwitch();
      await query(
        urlOf('far'),
        writing('ALTER DATABASE goods SET default_transaction_read_only = off'),
      );
      await query(visitorUrl('far'), `INSERT INTO words VALUES ('e')`);
      // What the command itself must not do either: begin with a copy of the older rows.
      const followed = withPairs(pairs('near', 'far'), follow);
      await expect(followed).rejects.toThrow(/Nothing was changed/);
      let openedFor = '';
      await moveTo('far', async () => {
        openedFor = 'far';
      });
      expect(openedFor).toBe('far');
      await arrived('far', 'near');
      expect(await wordsIn('near')).toEqual(['b', 'c', 'd', 'e']);
      await moveTo('near');
      await arrived('near', 'far');
    },
    testMs,
  );

  test(
    'takes the writes, and gives them back, if the connections cannot be sent there',
    async () => {
      const moved = withPairs(pairs('near', 'far'), (open) =>
        cutOver(open, () => Promise.reject(new Error('no HAProxy'))),
      );
      await expect(moved).rejects.toThrow(/databases were moved.*no HAProxy.*region take-over/);
      // It then sends the connections only.
      expect(await withDatabases([urlOf('far')], takeOver)).toBe(false);
      await withPairs(pairs('far', 'near'), (open) => cutOver(open, async () => {}));
      await arrived('near', 'far');
    },
    testMs,
  );

  test(
    'takes over from a region that is lost, with numbers that were never given out',
    async () => {
      expect(
        await withPairs(
          pairs('near', 'far'),
          async ([one]) => one && slotBytes(one.source, 'goods'),
        ),
      ).not.toBeNull();
      const { near } = servers;
      await near?.stop();
      expect(await withDatabases([urlOf('far')], takeOver)).toBe(true);
      expect(await insert('far', 'alone')).toEqual([{ id: 100_008 }]);
      expect(await withDatabases([urlOf('far')], takeOver)).toBe(false);
      expect(await insert('far', 'next')).toEqual([{ id: 100_009 }]);
      // The other region is back, and the operator has typed the command in the wrong one.
      const dataFolder = path.join(folder, 'near');
      servers.near = await startEmbeddedPostgres({ dataFolder, logger, port: near?.port });
      const followed = withPairs(pairs('near', 'far'), follow);
      await expect(followed).rejects.toThrow(/may have the newer data. Nothing was changed/);
      expect((await namesIn('far')).at(-1)).toBe('next');
    },
    testMs,
  );
});
