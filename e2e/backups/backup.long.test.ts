import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { openForFile } from '../../platform/testing/open-for-file';
import { postgresPrograms } from '../drills/failover/programs';
import { BackedUpShop } from '../harness/backed-up-shop';

const isReady =
  findPgBackRest() !== null && existsSync(path.join(postgresPrograms, 'pg_receivewal'));

const secret = 'a secret that is long enough for a test';
const configuration = `
backups:
  encryptionSecret: ${secret}
  synchronousLog: true
`;

describe.skipIf(!isReady)('encrypted backups, and the log before a commit succeeds', () => {
  const shop = openForFile(() => BackedUpShop.start(configuration));
  const placed: string[] = [];

  const place = async (count: number) => {
    for (let placing = 0; placing < count; placing += 1) placed.push(await shop.place());
  };

  test('are made in full, and as what has changed since', async () => {
    await place(1);
    expect(await shop.done('backup')).not.toContain('It is not encrypted');
    await place(1);
    await shop.done('backup', '--type', 'diff');
    await place(1);
    await shop.done('backup', '--type', 'incr');
    const { backups } = JSON.parse(await shop.done('backup', 'list', '--json'));
    expect(backups.map(({ type }: { type: string }) => type)).toEqual(['full', 'diff', 'incr']);
    expect(backups[1].repositoryBytes).toBeLessThan(backups[0].repositoryBytes / 2);
    await shop.done('backup', 'verify');
  });

  test('lose no acknowledged order when everything is killed a moment after it', async () => {
    for (let round = 0; round < 3; round += 1) {
      await place(20);
      await shop.loseData();
      expect(await shop.done('restore')).toContain('The restored cluster is in place.');
      await shop.startAgain();
      expect(await shop.known(placed)).toEqual(placed);
      await shop.agrees();
      await shop.done('backup');
    }
  });

  test('restore up to a transaction', async () => {
    const [last] = placed.slice(-1);
    const statement = 'SELECT xmin::text AS xid FROM orders WHERE id = $1';
    const [row] = await shop.current.query('orders', statement, [last]);
    const later = await shop.place();
    await shop.done('backup', 'verify');
    await shop.current.stop();
    // The payment of the later order is a disagreement.
    expect((await shop.current.run('restore', '--to', row?.xid)).code).toBe(1);
    await shop.done('restore', '--switch', '--accept-open-payments');
    await shop.startAgain();
    expect(await shop.known([...placed, later])).toEqual(placed);
    await shop.current.stop();
    await shop.done('restore', '--back');
    await shop.startAgain();
    expect(await shop.known([...placed, later])).toEqual([...placed, later]);
  });

  test('cannot be restored with another secret', async () => {
    await shop.current.stop();
    const other = { ORDERPROCESSING_BACKUPS_ENCRYPTION_SECRET: 'another one that is long enough' };
    const { code, errors } = await shop.current.runWith(other, 'restore');
    expect(code).toBe(1);
    expect(errors).toMatch(/secret|decrypt|cipher/i);
    expect(existsSync(path.join(shop.data, 'restored'))).toBe(false);
  });
});
