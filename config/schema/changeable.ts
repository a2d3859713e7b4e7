import { isDeepStrictEqual } from 'node:util';
import { isSubgraphName } from '../subgraphs';
import type { Shard } from './shards';

/**
 * Settings that change in the running process, each with everything below it. Code reads them where
 * it needs them and keeps no copy. All others wait for the next start.
 */
const changeable = [
  'accepted',
  'cache',
  'gateway.shadowPercent',
  'limits',
  'log.level',
  'log.modules',
  'pricing',
  'orders.linesMax',
  'orders.quantityMax',
  'orders.reservationMinutes',
  'orders.awaitingBuyerMax',
  'orders.awaitingBuyerMinutes',
  'orders.reviewHours',
  'orders.fraud',
  'payments.returnOrigins',
  'mail.orders',
  'auth.viewerSecret',
  'secrets.vault.auth',
  'secrets.vault.paths',
] as const;

/**
 * The setting of a database that a path names; null for other paths. Only user and password of a
 * database may change; the server and the name may not.
 */
function databaseSetting(path: string): string | null {
  const [group, name = '', setting = '', ...deeper] = path.split('.');
  const isOfSubgraph = group === 'database' && isSubgraphName(name) && deeper.length === 0;
  return isOfSubgraph ? setting : null;
}

const credentials: readonly (string | null)[] = [
  'url',
  'directUrl',
  'replicaUrls',
  'user',
  'password',
];

function withoutCredentials(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

const shardsPath = 'database.orders.shards';

/** Whether only users and passwords of the databases of shards differ. */
function areSamePlaces(before: unknown, after: unknown): boolean {
  const placesOf = (shards: unknown) =>
    (shards as readonly Readonly<Shard>[]).map(({ url, ownerUrl, ...range }) => ({
      ...range,
      url: withoutCredentials(url),
      ownerUrl: withoutCredentials(ownerUrl),
    }));
  return isDeepStrictEqual(placesOf(before), placesOf(after));
}

/** The servers of the replicas of a database, whatever the user and the password. */
const replicaPlaces = (urls: unknown) => (urls as readonly string[]).map(withoutCredentials);

const isWithin = (path: string, group: string): boolean =>
  path === group || path.startsWith(`${group}.`);

/** How a setting may change; shown on the page of all settings. */
export function changeOf(path: string): 'live' | 'credentials' | 'restart' {
  if (changeable.some((group) => isWithin(path, group))) return 'live';
  const isCredential = path === shardsPath || credentials.includes(databaseSetting(path));
  return isCredential ? 'credentials' : 'restart';
}

export function isChangeable(path: string, before: unknown, after: unknown): boolean {
  if (changeOf(path) === 'live') return true;
  if (path === shardsPath) return areSamePlaces(before, after);
  const setting = databaseSetting(path);
  if (setting === 'replicaUrls') {
    return isDeepStrictEqual(replicaPlaces(before), replicaPlaces(after));
  }
  if (setting !== 'url' && setting !== 'directUrl') return false;
  const place = withoutCredentials(before);
  return place !== null && place === withoutCredentials(after);
}

/**
 * Settings of the servers and the addresses of a shop. Processes that are replaced one after the
 * other keep them, because they would not find each other, or use two databases.
 */
const ofStart = [
  'environment',
  'dataFolder',
  'server.host',
  'server.port',
  'server.adminPort',
  'server.portOffset',
  'server.tls',
  'database',
  'redis.mode',
  'redis.nodes',
  'redis.sentinelGroup',
  'payments.provider',
  'payments.sandbox',
  'secrets',
  'services',
  'demo',
  'backups',
] as const;

/** Whether a process that replaces another one has the new value, and no running one. */
export function isTakenOnlyByRestart(path: string, before: unknown, after: unknown): boolean {
  if (isChangeable(path, before, after)) return false;
  if (path === 'redis.url') return withoutCredentials(before) === withoutCredentials(after);
  return !ofStart.some((group) => isWithin(path, group));
}

/** Whether a process that replaces another one has the new value of a setting. */
export const isTakenByRestart = (path: string, before: unknown, after: unknown): boolean =>
  isChangeable(path, before, after) || isTakenOnlyByRestart(path, before, after);
