import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { urlHost } from '../../platform/net/url-host';
import { bySubgraph, type SubgraphName, subgraphNames } from '../subgraphs';
import { databaseUrl } from './database-url';
import { valueAt } from './raw-settings';
import { replicasSchema, replicaUrlsSchema } from './replicas';
import { homeOf, shardsSchema } from './shards';
import { authorityFileSchema, type DatabaseTls, withDatabaseTls } from './tls';
import { count, text } from './values';

/** A database is given by its url, or by the parts of one, of which the host is required. */
const addressParts = z.strictObject({
  url: databaseUrl.describe(
    'postgresql://user:password@host:port/name; if not set, an embedded PostgreSQL',
  ),
  ownerUrl: databaseUrl.describe(
    'the database for the role that owns and migrates it; if not set, the role that serves does both',
  ),
  directUrl: databaseUrl.describe(
    'the same database and role without the pooler that url leads to; if not set, url leads to PostgreSQL itself',
  ),
  host: text.optional().describe('host, instead of a url'),
  port: count(1, 65_535).default(5432).describe('port, with a host'),
  user: text.optional().describe('user, required with a host'),
  password: z.string().optional().describe('password, with a host'),
  name: text.optional().describe('database, required with a host'),
  replicaUrls: replicaUrlsSchema,
});
type AddressParts = z.output<typeof addressParts>;

/** The host as it is in a URL: an IPv6 address in brackets, and a folder of sockets encoded. */
const hostInUrl = (host: string): string =>
  isAbsolute(host) ? encodeURIComponent(host) : urlHost(host);

/** Whether it is one host, and nothing more of a URL. */
function isHost(host: string): boolean {
  const inUrl = hostInUrl(host);
  const parsed = URL.parse(`postgresql://${inUrl}`)?.hostname;
  return !host.includes(',') && (isIP(host) === 6 ? parsed !== undefined : parsed === inUrl);
}

function checkAddress(address: AddressParts, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (address.url !== null && address.host !== undefined) {
    refuse('host', 'expected a url or a host, not both');
  }
  if (address.ownerUrl !== null && address.url === null && address.host === undefined) {
    refuse('ownerUrl', 'needs a url or a host too, of the role that serves');
  }
  if (address.directUrl !== null && address.url === null && address.host === undefined) {
    refuse('directUrl', 'needs a url or a host too, of the pooler');
  }
  if (address.replicaUrls.length > 0 && address.url === null && address.host === undefined) {
    refuse('replicaUrls', 'needs a url or a host too, of the primary');
  }
  if (address.host === undefined) return;
  if (!isHost(address.host)) refuse('host', 'expected one name, address or folder of sockets');
  for (const part of ['user', 'name'] as const) {
    if (address[part] === undefined) refuse(part, 'is required with a host');
  }
}

function addressOf(address: AddressParts) {
  const { ownerUrl, directUrl, replicaUrls } = address;
  if (address.host === undefined) return { url: address.url, ownerUrl, directUrl, replicaUrls };
  // A fault of the host is reported beside this.
  const host = isHost(address.host) ? hostInUrl(address.host) : 'localhost';
  const url = new URL(`postgresql://${host}:${address.port}`);
  url.username = encodeURIComponent(address.user ?? '');
  url.password = encodeURIComponent(address.password ?? '');
  url.pathname = `/${encodeURIComponent(address.name ?? '')}`;
  return { url: url.href, ownerUrl, directUrl, replicaUrls };
}

const databaseAddress = addressParts.superRefine(checkAddress).transform(addressOf).prefault({});

/** Orders have one database, or one for each range of shards. */
const ordersAddress = addressParts
  .extend({ shards: shardsSchema })
  .superRefine((address, context) => {
    checkAddress(address, context);
    if (address.shards.length === 0) return;
    if (address.directUrl !== null) {
      const message = 'expected no directUrl beside shards: their urls lead to PostgreSQL itself';
      context.addIssue({ code: 'custom', path: ['directUrl'], message });
    }
    if (address.url !== null || address.host !== undefined || address.ownerUrl !== null) {
      const message = 'expected shards, or one url or host, not both';
      context.addIssue({ code: 'custom', path: ['shards'], message });
    }
  })
  .transform(({ shards, ...address }) => ({
    ...addressOf({ ...address, ...homeOf(shards) }),
    shards,
  }))
  .prefault({});

/**
 * Databases that are missing beside others. A start needs all of them, or none for the embedded
 * PostgreSQL; a command may do with one.
 */
export function missingDatabaseFaults(raw: unknown): ConfigurationFault[] {
  const isSet = (name: SubgraphName) =>
    ['url', 'host', 'shards'].some((part) => valueAt(raw, `database.${name}.${part}`) != null);
  const named = subgraphNames.filter(isSet);
  if (named.length === 0) return [];
  const others = named.map((name) => `database.${name}`).join(' and ');
  return subgraphNames
    .filter((name) => !isSet(name))
    .map((name) => ({
      path: `database.${name}.url`,
      expected: `is missing beside ${others}: expected postgresql://user:password@host:port/${name}, or no database for the embedded PostgreSQL`,
    }));
}

export const databaseSchema = z
  .strictObject({
    ...bySubgraph(() => databaseAddress),
    orders: ordersAddress,
    authorityFile: authorityFileSchema,
    clockOffsetSecondsMax: count(1, 3600)
      .default(5)
      .describe('largest difference between the clocks of a process and of its database'),
    replicas: replicasSchema,
    pool: z
      .strictObject({
        max: count(1, 1000)
          .nullable()
          .default(null)
          .describe(
            'max connections per database; null: 8, or as many as the server has for all processes',
          ),
        idle: count(0, 1000).default(1).describe('connections kept open when idle'),
        lifetimeSeconds: count(1, 86_400).default(1800).describe('max connection age'),
      })
      .prefault({}),
  })
  .prefault({});

type ParsedDatabases = z.output<typeof databaseSchema>;

/** The settings with what every connection of a database needs for TLS in its URLs. */
export function databasesWithTls(databases: ParsedDatabases, tls: DatabaseTls): ParsedDatabases {
  const addresses = bySubgraph((name) => ({
    url: withDatabaseTls(databases[name].url, tls),
    ownerUrl: withDatabaseTls(databases[name].ownerUrl, tls),
    directUrl: withDatabaseTls(databases[name].directUrl, tls),
    replicaUrls: databases[name].replicaUrls.map((url) => withDatabaseTls(url, tls) ?? url),
  }));
  const shards = databases.orders.shards.map(({ url, ownerUrl, ...range }) => ({
    ...range,
    url: withDatabaseTls(url, tls) ?? url,
    ownerUrl: withDatabaseTls(ownerUrl, tls),
  }));
  return { ...databases, ...addresses, orders: { ...addresses.orders, shards } };
}
