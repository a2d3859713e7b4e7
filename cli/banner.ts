import { randomUUID } from 'node:crypto';
import type { Configuration } from '../config/schema';
import type { ShopAddresses } from './topology/one-process';

export interface BannerFacts {
  readonly configuration: Configuration;
  readonly addresses: ShopAddresses;
  readonly hasRedis: boolean;
  readonly startedInMs: number;
}

const demoAccounts = ['customer', 'partner', 'support', 'warehouse', 'admin'];

const placeOrder =
  'mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ' +
  '... on Order { number status total { amount currency } } ... on UserError { code message } } }';

/** The key is new on each start: the line gives an order, and run again the same one. */
function demoOrder(): string {
  const input = {
    idempotencyKey: randomUUID(),
    currency: 'EUR',
    lines: [{ sku: 'DEMO-0001', quantity: 2 }],
    shippingAddress: {
      recipient: 'Ada Lovelace',
      line1: 'Hauptstrasse 1',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
    payment: { token: 'tok_ok' },
  };
  return JSON.stringify({ query: placeOrder, variables: { input } });
}

function demoLines(gateway: string): string[] {
  return [
    '',
    `  Sign in as   ${demoAccounts.join(', ')} @example.com, password demo-password`,
    '  An order     (from this folder, in another terminal)',
    '',
    `curl -s ${gateway}/graphql -H 'content-type: application/json' \\`,
    '  -H "authorization: Bearer $(npm run -s token -- --as customer@example.com)" \\',
    `  -d '${demoOrder()}'`,
  ];
}

/** What someone who just started the shop needs to know, in a few lines. */
export function banner({ configuration, addresses, hasRedis, startedInMs }: BannerFacts): string {
  const { gateway, sandbox } = addresses;
  const embedded = configuration.database.orders.url === null;
  const own = configuration.redis.url === null ? 'a Redis of its own' : 'the Redis of redis.url';
  const lines = [
    `The shop is open (${(startedInMs / 1000).toFixed(1)} s, ${configuration.environment}).`,
    '',
    `  API          ${gateway}/graphql${configuration.graphql.explorer ? '   (in a browser: the explorer)' : ''}`,
    `  State        ${gateway}/health  /ready${configuration.environment === 'development' ? '  /metrics' : ''}`,
    ...(sandbox === null ? [] : [`  Payments     sandbox at ${sandbox}/ledger`]),
    `  Database     ${embedded ? `embedded PostgreSQL, data in ${configuration.dataFolder}` : 'the PostgreSQL of database.*.url'}`,
    `  Persisted queries, counters and caches live in ${hasRedis ? own : 'memory (without a redis-server)'}`,
    ...(addresses.hasDemoShop ? demoLines(gateway) : []),
    '',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
