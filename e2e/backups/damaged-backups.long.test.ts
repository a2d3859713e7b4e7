import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { overwrite } from '../../platform/backup/testing/small-cluster';
import { openForFile } from '../../platform/testing/open-for-file';
import { BackedUpShop } from '../harness/backed-up-shop';

const pageBytes = 8_192;
/** An offset after the header of the compressed file. */
const insideSegment = 120;

describe.skipIf(findPgBackRest() === null)('an operator of damaged data', () => {
  const shop = openForFile(() => BackedUpShop.start());
  const placed: string[] = [];
  beforeAll(async () => {
    await shop.done('backup');
  });

  const lastSuccess = () => readFileSync(path.join(shop.data, 'backups.json'), 'utf8');

  /** Orders whose log is in the archive. */
  async function placeArchived(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let placing = 0; placing < count; placing += 1) ids.push(await shop.place());
    await shop.done('backup', 'verify');
    placed.push(...ids);
    return ids;
  }

  test('sees which page of which table is damaged, and gets everything back', async () => {
    await placeArchived(3);
    const [file] = await shop.current.query(
      'orders',
      `SELECT pg_relation_filepath('orders') AS path`,
    );
    await shop.current.query('orders', 'CHECKPOINT');
    await shop.current.stop();
    overwrite(path.join(shop.data, 'postgres', file?.path), pageBytes / 2);
    await shop.startAgain();
    const before = lastSuccess();
    const page = /page 0 of orders of database orders \(file base\/\d+\/\d+\)/;
    const verified = await shop.current.run('verify');
    expect([verified.code, verified.errors]).toEqual([2, expect.stringMatching(page)]);
    const backup = await shop.current.run('backup');
    expect([backup.code, backup.errors]).toEqual([1, expect.stringMatching(page)]);
    expect(lastSuccess()).toBe(before);
    expect(await shop.done('backup', 'list')).toMatch(/DAMAGED: page 0 of orders/);
    const checked = await shop.current.run('backup', 'verify');
    expect([checked.code, checked.errors]).toEqual([1, expect.stringMatching(page)]);
    await shop.current.stop();
    expect(await shop.done('restore')).toContain('was not used, because it is damaged: page 0');
    await shop.startAgain();
    expect(await shop.known(placed)).toEqual(placed);
    await shop.agrees();
    await shop.done('backup');
    expect(await shop.done('backup', 'verify')).toMatch(/followed by a whole backup: .* \(page 0/);
  });

  test('learns what is behind a damaged segment, and decides about it', async () => {
    const kept = [...placed];
    const lost = await placeArchived(2);
    await placeArchived(2);
    const archive = path.join(`${shop.data}-backups`, 'archive');
    const folder = readdirSync(archive, { recursive: true, encoding: 'utf8' });
    const segments = folder.filter((name) => name.endsWith('.zst')).sort();
    overwrite(path.join(archive, segments.at(-2) ?? ''), insideSegment);
    const rehearsal = await shop.current.run('restore', '--rehearse', '--without-ledger');
    // The damaged segment is the first one after the backup.
    expect(rehearsal.output).toContain('none of the log after it was replayed');
    expect([rehearsal.code, existsSync(path.join(shop.data, 'rehearsal'))]).toEqual([1, false]);
    await shop.current.stop();
    const { code, output } = await shop.current.run('restore');
    expect(code).toBe(1);
    expect(output).toMatch(/It ended at segment 0000000\w+: (.*zst error|its checksum is wrong)/);
    expect(output).toMatch(/The payment provider knows \d+ payments of orders that are missing/);
    const refused = await shop.current.run('restore', '--switch');
    expect(refused.errors).toContain('restore --switch --accept-gap');
    await shop.done('restore', '--switch', '--accept-gap', '--accept-open-payments');
    await shop.startAgain();
    expect(await shop.known([...kept, ...lost])).toEqual(kept);
  });
});
