import { randomUUID } from 'node:crypto';
import { demoAccountNames, demoPassword } from '../../config/demo-accounts';
import type { Configuration } from '../../config/schema';
import type { ShopAddresses } from '../topology/one-process';

export interface BannerFacts {
  readonly configuration: Configuration;
  readonly addresses: ShopAddresses;
  readonly hasRedis: boolean;
  readonly startedInMs: number;
  /** The admin ports of gateways that are processes of their own. */
  readonly gatewayAdminPorts?: readonly number[];
}

const placeOrder =
  'mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ' +
  '... on Order { number status total { amount currency } } ... on UserError { code message } } }';

/** The idempotency key is new on each start, so running the line twice returns the same order. */
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
    `  Sign in as   ${demoAccountNames.join(', ')} @example.com, password ${demoPassword}`,
    '  An order     (from this folder, in another terminal)',
    '',
    `curl -s ${gateway}/graphql -H 'content-type: application/json' \\`,
    '  -H "authorization: Bearer $(npm run -s token -- --as customer@example.com)" \\',
    `  -d '${demoOrder()}'`,
  ];
}

/** The ports of /health, /ready and /metrics. With port 0, the log of each gateway has its own. */
function adminLines(ports: readonly number[]): string[] {
  const known = ports.filter((port) => port !== 0);
  if (known.length === 0) return [];
  const gateways = known.map((port, index) => `gateway ${index + 1}: ${port}`);
  return [`  Admin ports  ${gateways.join(', ')}`];
}

/** The summary printed after a start. */
export function banner(facts: BannerFacts): string {
  const { configuration, addresses, hasRedis, startedInMs, gatewayAdminPorts = [] } = facts;
  const { gateway, sandbox } = addresses;
  const embedded = configuration.database.orders.url === null;
  const own = configuration.redis.url === null ? 'its own Redis' : 'the Redis at redis.url';
  const lines = [
    `The shop is open (${(startedInMs / 1000).toFixed(1)} s, ${configuration.environment}).`,
    '',
    `  API          ${gateway}/graphql${configuration.graphql.explorer ? '   (in a browser: the explorer)' : ''}`,
    `  State        ${gateway}/health  /ready${configuration.environment === 'development' ? '  /metrics' : ''}`,
    ...adminLines(gatewayAdminPorts),
    ...(sandbox === null ? [] : [`  Payments     sandbox at ${sandbox}/ledger`]),
    `  Database     ${embedded ? `embedded PostgreSQL, data in ${configuration.dataFolder}` : 'PostgreSQL at database.*.url'}`,
    `  Persisted queries and counters are in ${hasRedis ? own : 'memory (no redis-server found)'}`,
    ...(addresses.hasDemoShop ? demoLines(gateway) : []),
    '',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
