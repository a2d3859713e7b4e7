import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { isLoopbackName } from '../../platform/net/loopback';
import { subgraphNames } from '../subgraphs';
import { valueAt } from './raw-settings';
import { optionalText } from './values';

const links = [
  'database',
  'redis',
  'payments',
  'telemetry',
  'mail',
  'vault',
  'discovery',
  'flags',
] as const;
type Link = (typeof links)[number];

export const tlsSchema = z
  .strictObject({
    plaintextLinks: z
      .array(z.enum(links))
      .default([])
      .describe(
        'links to other machines that production allows without TLS, e.g. inside a service mesh: ' +
          links.join(', '),
      ),
  })
  .prefault({});

/** The certificate of the public port of the gateway. */
export const serverTlsSchema = z
  .strictObject({
    certificateFile: optionalText.describe(
      'PEM file with the certificate of the public port, followed by its intermediates; ' +
        'without it the port speaks HTTP, for a proxy that has the certificate',
    ),
    keyFile: optionalText.describe(
      'PEM file with the key of that certificate; both files are followed',
    ),
  })
  .prefault({});

/** Rejects one of the two files alone: a mistake that would leave the port without TLS. */
export function serverTlsFaults(raw: unknown): ConfigurationFault[] {
  const settings = ['certificateFile', 'keyFile'] as const;
  const missing = settings.filter((name) => valueAt(raw, `server.tls.${name}`) == null);
  if (missing.length !== 1) return [];
  return missing.map((name) => ({
    path: `server.tls.${name}`,
    expected: 'expected the certificate and its key together, or neither',
  }));
}

/** The CA of the servers of a link. */
export const authorityFileSchema = optionalText.describe(
  'PEM file with the CA of their certificates, trusted instead of the well-known ones; ' +
    'they are verified with and without it',
);

/** The settings with the URLs of a link, and the protocol that encrypts it. */
interface LinkUrls {
  readonly link: Link;
  readonly paths: readonly string[];
  readonly expected: string;
}

const linkUrls: readonly LinkUrls[] = [
  { link: 'redis', paths: ['redis.url'], expected: 'rediss://' },
  { link: 'payments', paths: ['services.sandbox.url'], expected: 'https://' },
  {
    link: 'telemetry',
    paths: ['telemetry.tracing.endpoint', 'telemetry.logs.endpoint'],
    expected: 'https://',
  },
  { link: 'vault', paths: ['secrets.vault.address'], expected: 'https://' },
  { link: 'discovery', paths: ['services.discovery.consul.url'], expected: 'https://' },
  { link: 'flags', paths: ['flags.flagd.url'], expected: 'https://' },
];

/** The settings that name a database. */
const databasePaths = (raw: unknown): string[] =>
  [...subgraphNames.map((name) => `database.${name}`), ...shardPaths(raw)].flatMap((path) => [
    `${path}.url`,
    `${path}.ownerUrl`,
    `${path}.directUrl`,
    ...replicaPaths(raw, path),
  ]);

/** The settings of the replicas of a database, as they are written. */
export function replicaPaths(raw: unknown, path: string): string[] {
  const urls = valueAt(raw, `${path}.replicaUrls`);
  return Array.isArray(urls) ? urls.map((_, index) => `${path}.replicaUrls.${index}`) : [];
}

/** The settings of the databases of shards, as they are written. */
export function shardPaths(raw: unknown): string[] {
  const shards = valueAt(raw, 'database.orders.shards');
  return Array.isArray(shards) ? shards.map((_, index) => `database.orders.shards.${index}`) : [];
}

/** The host of another machine; null for a socket or a loopback address. */
export function hostOf(value: unknown): string | null {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null || url.protocol === 'unix:') return null;
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  return host !== '' && isElsewhere(host) ? host : null;
}

/** Whether a host is another machine: not a folder of sockets, and no loopback address. */
export const isElsewhere = (host: string): boolean => !isAbsolute(host) && !isLoopbackName(host);

/**
 * The values of `sslmode` with which PostgreSQL's driver uses no TLS, or verifies no certificate.
 */
const openModes: readonly (string | null)[] = ['disable', 'no-verify'];

/** Parameters of a URL with which the driver uses TLS. */
const encrypting = ['sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey'] as const;

/** Whether a node of Redis is on another machine, and is reached without encryption. */
function hasPlaintextNode(raw: unknown): boolean {
  const nodes = valueAt(raw, 'redis.nodes');
  if (!Array.isArray(nodes) || String(valueAt(raw, 'redis.url')).startsWith('rediss://')) {
    return false;
  }
  return nodes.some((node) => hostOf(`redis://${String(node)}`) !== null);
}

/** A URL to another machine without encryption. */
interface PlaintextLink {
  readonly link: Link;
  readonly path: string;
  readonly expected: string;
  /** Whether `tls.plaintextLinks` names the link. */
  readonly isNamed: boolean;
}

/**
 * Whether a database on another machine is reached without verified TLS.
 * @param isPlainByDefault whether it is where the URL says nothing: production lists the link.
 */
function isOpenDatabase(value: unknown, isPlainByDefault: boolean): boolean {
  if (hostOf(value) === null) return false;
  const { searchParams } = new URL(String(value));
  if (openModes.includes(searchParams.get('sslmode'))) return true;
  return isPlainByDefault && !encrypting.some((parameter) => searchParams.has(parameter));
}

/** The databases on other machines that are not encrypted, by the settings that name them. */
function openDatabases(raw: unknown, isNamed: boolean): string[] {
  const isPlainByDefault = isNamed && valueAt(raw, 'database.authorityFile') == null;
  const byUrl = databasePaths(raw)
    .filter((path) => isOpenDatabase(valueAt(raw, path), isPlainByDefault))
    .map((path) => path.replace(/\.replicaUrls\.\d+$/, '.replicaUrls'));
  const byHost = subgraphNames
    .map((name) => `database.${name}.host`)
    .filter((path) => {
      const host = valueAt(raw, path);
      return isPlainByDefault && typeof host === 'string' && isElsewhere(host);
    });
  return [...new Set([...byUrl, ...byHost])];
}

/** The links to other machines that are not encrypted. */
export function plaintextLinks(raw: unknown): PlaintextLink[] {
  const named = valueAt(raw, 'tls.plaintextLinks');
  const isListed = (link: Link): boolean => Array.isArray(named) && named.includes(link);
  const linksAt = (link: Link, paths: readonly string[], expected: string) =>
    paths.map((path) => ({ link, path, expected, isNamed: isListed(link) }));

  const urls = linkUrls.flatMap(({ link, paths, expected }) => {
    const open = paths.filter((path) => {
      const value = valueAt(raw, path);
      const isRemote = hostOf(value) !== null || (path === 'redis.url' && hasPlaintextNode(raw));
      return isRemote && !String(value).startsWith(expected);
    });
    return linksAt(link, open, expected);
  });
  const mail =
    valueAt(raw, 'mail.tls') === 'off' && hostOf(valueAt(raw, 'mail.url')) !== null
      ? ['mail.tls']
      : [];
  return [
    ...urls,
    ...linksAt('database', openDatabases(raw, isListed('database')), 'sslmode=verify-full'),
    ...linksAt('mail', mail, 'required'),
  ];
}

export interface DatabaseTls {
  readonly authorityFile: string | null;
  /** Whether connections to other machines are encrypted where their URL says nothing. */
  readonly isDefault: boolean;
}

/**
 * The URL of a database with its CA and, in production, a verified certificate: every program that
 * connects by the URL does the same.
 */
export function withDatabaseTls(url: string | null, { authorityFile, isDefault }: DatabaseTls) {
  if (url === null || hostOf(url) === null) return url;
  const { searchParams: given } = new URL(url);
  const added = new URLSearchParams();
  if (isDefault && !given.has('sslmode')) added.set('sslmode', 'verify-full');
  const isEncrypted = added.has('sslmode') || !openModes.includes(given.get('sslmode'));
  if (authorityFile !== null && isEncrypted && !given.has('sslrootcert')) {
    added.set('sslrootcert', authorityFile);
  }
  if (added.size === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${added}`;
}
