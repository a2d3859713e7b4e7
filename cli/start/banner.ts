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

/** What opens in a browser, in the order in which a newcomer needs it. */
function pageLines({ server, mail, environment }: Configuration, gateway: string): string[] {
  const inDevelopment = environment === 'development';
  const pages = [
    { name: 'Start here', path: '/', isServed: true },
    { name: 'Docs', path: '/docs', isServed: server.docs },
    { name: 'Shop', path: '/shop', isServed: server.shop },
    { name: 'Console', path: '/console', isServed: server.console },
    { name: 'Mails', path: '/mail', isServed: inDevelopment && mail.url === null },
  ];
  return pages
    .filter(({ isServed }) => isServed)
    .map(({ name, path }) => `  ${name.padEnd(12)} ${gateway}${path}`);
}

const demoLines = [
  '',
  `  Sign in as   ${demoAccountNames.join(', ')} @example.com, password ${demoPassword}`,
  '  An order     npx --no orderprocessing demo order   (from this folder, in another terminal)',
];

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
    ...pageLines(configuration, gateway),
    `  API          ${gateway}/graphql${configuration.graphql.explorer ? '   (in a browser: the explorer)' : ''}`,
    `  State        ${gateway}/health  /ready${configuration.environment === 'development' ? '  /metrics' : ''}`,
    ...adminLines(gatewayAdminPorts),
    ...(sandbox === null ? [] : [`  Payments     sandbox at ${sandbox}/ledger`]),
    `  Database     ${embedded ? `embedded PostgreSQL, data in ${configuration.dataFolder}` : 'PostgreSQL at database.*.url'}`,
    `  Persisted queries and counters are in ${hasRedis ? own : 'memory (no redis-server found)'}`,
    ...(addresses.hasDemoShop ? demoLines : []),
    '',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
