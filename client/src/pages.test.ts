import { describe, expect, test } from 'vitest';
import { createClient, Products } from './index';
import { type Script, type ScriptedApi, scriptedApi } from './testing/scripted-api';

let api: ScriptedApi | undefined;

async function clientOf(script: Script) {
  api = await scriptedApi(script);
  return createClient({ url: api.url });
}

const cursors = () => api?.received.map(({ variables }) => variables['after']);

/** Three pages of two. */
const threePages: Script = ({ variables }) => {
  const start = Number(variables['after'] ?? 0);
  const edges = [start, start + 1].map((place) => ({ node: { sku: `S${place}` } }));
  const pageInfo = { hasNextPage: start < 4, endCursor: String(start + 2) };
  return { body: { data: { products: { totalCount: 6, edges, pageInfo } } } };
};

describe('a list', () => {
  test('is read page by page, as far as it is used', async () => {
    const client = await clientOf(threePages);
    const seen: string[] = [];
    for await (const { sku } of client.list(Products, { filter: { inStock: true } })) {
      seen.push(sku);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['S0', 'S1', 'S2']);
    expect(cursors()).toEqual([undefined, '2']);
    expect(api?.received[1]?.variables['filter']).toEqual({ inStock: true });
  });

  test('continues behind a page', async () => {
    const client = await clientOf(threePages);
    const pages = client.pages(Products, {});
    const first = await pages.next();
    await pages.return();
    const after = first.value?.endCursor ?? '';
    const rest: string[] = [];
    for await (const { sku } of client.list(Products, {}, { after })) rest.push(sku);
    expect([first.value?.totalCount, rest]).toEqual([6, ['S2', 'S3', 'S4', 'S5']]);
  });

  test('continues behind the cursor of its variables, too', async () => {
    const client = await clientOf(threePages);
    const first = await client.pages(Products, { after: '2' }).next();
    expect(first.value?.nodes).toEqual([{ sku: 'S2' }, { sku: 'S3' }]);
    expect(cursors()).toEqual(['2']);
  });

  test('gives each of several requests at once its own page', async () => {
    const client = await clientOf(threePages);
    const pages = client.pages(Products, {});
    const all = await Promise.all([pages.next(), pages.next(), pages.next(), pages.next()]);
    expect(all.map(({ value }) => value?.endCursor)).toEqual(['2', '4', '6', undefined]);
  });

  test.each([
    ['the same cursor again', 'x'],
    ['no cursor', null],
  ])('that would never end is refused: %s', async (_what, endCursor) => {
    const client = await clientOf(() => ({
      body: { data: { products: { edges: [], pageInfo: { hasNextPage: true, endCursor } } } },
    }));
    const read = async () => {
      for await (const page of client.pages(Products, {})) expect(page.hasNextPage).toBe(true);
    };
    await expect(read()).rejects.toMatchObject({ name: 'PageError', code: 'CURSOR' });
  });
});
