import { beforeEach, describe, expect, it } from 'vitest';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeEach(async () => {
  await room.pool.query('TRUNCATE products CASCADE');
  await room.given('Tea-1', { name: 'Tea' });
});

const mutation = `mutation ($input: UpdateProductInput!) {
  updateProduct(input: $input) {
    __typename
    ... on Product { sku name description active version price { amount currency } }
    ... on UserError { code message }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;
const admin = person('ADMIN');
const update = (input: object, viewer = admin) =>
  room.ask(viewer, mutation, { input: { sku: 'TEA-1', version: 1, ...input } });

describe('updateProduct', () => {
  it('changes what is given, raises the version and answers the product', async () => {
    const { data } = await update({ name: ' Green Tea ', price: '3.5', description: 'Loose.' });
    expect(data.updateProduct).toEqual({
      __typename: 'Product',
      sku: 'Tea-1',
      name: 'Green Tea',
      description: 'Loose.',
      active: true,
      version: 2,
      price: { amount: '3.50', currency: 'EUR' },
    });
  });

  it('leaves what is left out or null, and an empty description removes it', async () => {
    await update({ description: 'Loose.' });
    const kept = await update({ version: 2, name: null, price: null, active: false });
    expect(kept.data.updateProduct).toMatchObject({ name: 'Tea', description: 'Loose.' });
    const removed = await update({ version: 3, description: '' });
    expect(removed.data.updateProduct).toMatchObject({ description: null, active: false });
  });

  it('changes a product again in the same operation', async () => {
    const updateTo = (name: string, version: number) => `updateProduct(
      input: { sku: "tea-1", version: ${version}, name: "${name}" }
    ) { __typename ... on Product { name version } }`;
    const { data } = await room.ask(
      admin,
      `mutation { first: ${updateTo('Green Tea', 1)} second: ${updateTo('Black Tea', 2)} }`,
    );
    expect(data).toEqual({
      first: { __typename: 'Product', name: 'Green Tea', version: 2 },
      second: { __typename: 'Product', name: 'Black Tea', version: 3 },
    });
  });

  it('returns ConflictError with the current version to a caller that read an older one', async () => {
    await update({ name: 'First' });
    const { data } = await update({ name: 'Second' });
    expect(data.updateProduct).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  });

  it('lets one of many at the same moment win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => update({ name: `Name ${index}` })),
    );
    const names = answers.map(({ data }) => data.updateProduct.__typename).sort();
    expect(names).toEqual([...Array(7).fill('ConflictError'), 'Product']);
  });

  it('answers NotFoundError where there is no such product', async () => {
    for (const sku of ['NOPE', '\u0000']) {
      expect((await update({ sku })).data.updateProduct).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('answers ValidationError and changes nothing', async () => {
    const { data } = await update({ name: '', price: '1.234', description: '4111111111111111' });
    expect(data.updateProduct).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['name'] }, { path: ['description'] }, { path: ['price'] }],
    });
    expect((await room.store.products.bySku(['TEA-1']))[0]?.version).toBe(1);
  });
});
