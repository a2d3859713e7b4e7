import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Shop } from './harness/shop';

/** GraphQL over HTTP as the working group's own audits understand it; introspection is on. */

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.start();
});
afterAll(() => shop?.close());

/** What a server MAY do stays out: forms, and GET from any page, are what the CSRF guard is for. */
const audits = serverAudits({ url: () => `${shop.url}/graphql` }).filter(
  ({ name }) => !name.startsWith('MAY'),
);
const level = (word: string) => audits.filter(({ name }) => name.startsWith(word));

describe('GraphQL over HTTP', () => {
  test('has 13 things that a server MUST do and 23 that it SHOULD', () => {
    expect([level('MUST').length, level('SHOULD').length]).toEqual([13, 23]);
  });

  test.each(audits.map((audit) => ({ name: audit.name, audit })))('$name', async ({ audit }) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});
