import { isSubgraphName } from '../subgraphs';

/**
 * Settings that change in the running process, each with everything below it. Code reads them where
 * it needs them and keeps no copy. All others wait for the next start.
 */
const changeable = [
  'accepted',
  'cache',
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

const credentials: readonly (string | null)[] = ['url', 'user', 'password'];

function withoutCredentials(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

const isWithin = (path: string, group: string): boolean =>
  path === group || path.startsWith(`${group}.`);

/** How a setting may change; shown on the page of all settings. */
export function changeOf(path: string): 'live' | 'credentials' | 'restart' {
  if (changeable.some((group) => isWithin(path, group))) return 'live';
  return credentials.includes(databaseSetting(path)) ? 'credentials' : 'restart';
}

export function isChangeable(path: string, before: unknown, after: unknown): boolean {
  if (changeOf(path) === 'live') return true;
  if (databaseSetting(path) !== 'url') return false;
  const place = withoutCredentials(before);
  return place !== null && place === withoutCredentials(after);
}
