import { expect, test } from 'vitest';
import { damagedPageIn, describeDamage, parseManifest } from './damaged-pages';

test('a manifest lists single pages and runs of pages', () => {
  const manifest = `[target:file]
pg_data/PG_VERSION={"checksum":"c0","size":3}
pg_data/base/5/16384={"checksum":"dc","checksum-page":false,"checksum-page-error":[3,[7,9]],"size":81920}
pg_data/base/5/16390={"checksum":"dc","checksum-page":true,"size":8192}
pg_data/base/5/16391={"checksum":"dc","checksum-page":false,"size":8193}`;
  expect(parseManifest(manifest)).toEqual([
    { path: 'base/5/16384', pages: [3, 7, 8, 9] },
    { path: 'base/5/16391', pages: [] },
  ]);
});

test('the page that PostgreSQL refuses to read is found in the cause of an error', () => {
  const cause = new Error('invalid page in block 3 of relation base/16384/16402');
  const masked = new Error('Something went wrong.', { cause });
  expect(damagedPageIn(masked)).toEqual({ path: 'base/16384/16402', pages: [3] });
  expect(damagedPageIn(new Error('another one'))).toBeNull();
});

test('the file is named where the catalogue cannot be read', async () => {
  const pages = Array.from({ length: 10 }, (_, page) => page);
  const urls = ['postgresql://nobody@127.0.0.1:1/postgres'];
  const file = 'the file base/5/16384';
  expect(await describeDamage(urls, { path: 'base/5/16384', pages: [3] })).toBe(
    `page 3 of ${file}`,
  );
  expect(await describeDamage(urls, { path: 'base/5/16384', pages })).toBe(
    `pages 0, 1, 2, 3, 4, 5, 6, 7 and 2 more of ${file}`,
  );
});
