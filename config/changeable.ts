/**
 * Settings that change in the running process, each with all that lies below it: whoever uses one
 * reads it where it is needed. The others wait for the next start.
 */
const changeable = [
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
  'auth.viewerSecret',
  'secrets.vault.auth',
  'secrets.vault.paths',
] as const;

/** Of these only user and password may change: the server and the database stay. */
const addresses = /^database\.(orders|users|inventory)\.url$/;

function withoutCredentials(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

const isWithin = (path: string, group: string): boolean =>
  path === group || path.startsWith(`${group}.`);

/** How a setting may change, for the page about all settings. */
export function changeOf(path: string): 'live' | 'credentials' | 'restart' {
  if (changeable.some((group) => isWithin(path, group))) return 'live';
  const isCredential = /^database\.(orders|users|inventory)\.(url|user|password)$/.test(path);
  return isCredential ? 'credentials' : 'restart';
}

export function isChangeable(path: string, before: unknown, after: unknown): boolean {
  if (changeOf(path) === 'live') return true;
  if (!addresses.test(path)) return false;
  const place = withoutCredentials(before);
  return place !== null && place === withoutCredentials(after);
}
