import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { bySubgraph, type SubgraphName, subgraphNames } from '../subgraphs';
import { valueAt } from './raw-settings';
import { authorityFileSchema, type DatabaseTls, withDatabaseTls } from './tls';

const scheme = /^postgres(ql)?:\/\//;

/** Whether a URL has one host: libpq accepts several, the driver does not. */
const hasOneHost = (url: string): boolean =>
  !scheme.test(url) || URL.parse(url)?.hostname.includes(',') === false;

const databaseUrl = z
  .string()
  .regex(scheme, 'expected postgresql://user:password@host:port/name')
  .refine(
    hasOneHost,
    'expected one host and port; HAProxy follows a primary among several (ops/patroni/README.md)',
  )
  .nullable()
  .default(null);

/** A database is given by its url, or by the parts of one, of which the host is required. */
const databaseAddress = z
  .strictObject({
    url: databaseUrl.describe(
      'postgresql://user:password@host:port/name; if not set, an embedded PostgreSQL',
    ),
    ownerUrl: databaseUrl.describe(
      'the database for the role that owns and migrates it; if not set, the role that serves does both',
    ),
    host: z.string().min(1).optional().describe('host, instead of a url'),
    port: z.int().min(1).max(65_535).default(5432).describe('port, with a host'),
    user: z.string().min(1).optional().describe('user, required with a host'),
    password: z.string().optional().describe('password, with a host'),
    name: z.string().min(1).optional().describe('database, required with a host'),
  })
  .superRefine((address, context) => {
    if (address.url !== null && address.host !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['host'],
        message: 'expected a url or a host, not both',
      });
    }
    if (address.ownerUrl !== null && address.url === null && address.host === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['ownerUrl'],
        message: 'needs a url or a host too, of the role that serves',
      });
    }
    if (address.host === undefined) return;
    for (const part of ['user', 'name'] as const) {
      if (address[part] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [part],
          message: 'is required with a host',
        });
      }
    }
  })
  .transform((address) => {
    const { ownerUrl } = address;
    if (address.host === undefined) return { url: address.url, ownerUrl };
    const url = new URL(`postgresql://${address.host}:${address.port}`);
    url.username = encodeURIComponent(address.user ?? '');
    url.password = encodeURIComponent(address.password ?? '');
    url.pathname = `/${encodeURIComponent(address.name ?? '')}`;
    return { url: url.href, ownerUrl };
  })
  .prefault({});

/**
 * Databases that are missing beside others. A start needs all of them, or none for the embedded
 * PostgreSQL; a command may do with one.
 */
export function missingDatabaseFaults(raw: unknown): ConfigurationFault[] {
  const isSet = (name: SubgraphName) =>
    ['url', 'host'].some((part) => valueAt(raw, `database.${name}.${part}`) != null);
  const given = subgraphNames.filter(isSet);
  if (given.length === 0) return [];
  const others = given.map((name) => `database.${name}`).join(' and ');
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
    authorityFile: authorityFileSchema,
    pool: z
      .strictObject({
        max: z.int().min(1).max(1000).default(8).describe('max connections per database'),
        idle: z.int().min(0).max(1000).default(1).describe('connections kept open when idle'),
        lifetimeSeconds: z.int().min(1).max(86_400).default(1800).describe('max connection age'),
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
  }));
  return { ...databases, ...addresses };
}
