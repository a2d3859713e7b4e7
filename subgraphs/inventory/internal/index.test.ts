import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { anonymous, person, stockRoom } from '../testing/stock-room';
import { internalRules } from '.';

const room = openForFile(stockRoom);

const priced = 'query ($skus: [ID!]!) { pricedProducts(skus: $skus) { sku } }';

describe('the internal schema', () => {
  it('answers the system alone', async () => {
    for (const viewer of [anonymous, person('ADMIN')]) {
      const { codes } = await room.callAs(viewer, priced, { skus: ['TEA'] });
      expect(codes).toEqual([viewer.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
    }
  });

  it('names every root field in its rules', async () => {
    const roots = await room.call(`{ __schema {
      queryType { fields { name } } mutationType { fields { name } } } }`);
    const names = (type: { fields: { name: string }[] }) => type.fields.map(({ name }) => name);
    const { queryType, mutationType } = roots.data.__schema;
    expect(names(queryType).sort()).toEqual(Object.keys(internalRules.Query).sort());
    expect(names(mutationType).sort()).toEqual(Object.keys(internalRules.Mutation).sort());
  });
});
