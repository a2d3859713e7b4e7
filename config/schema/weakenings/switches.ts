import { valueAt } from '../raw-settings';
import { type Weakening, warned } from './weakening';

/**
 * Values that the API's promises allow an operator to choose, so that production starts with them:
 * each is a value by its path, and what it means.
 */
const switches: readonly (readonly [path: string, value: unknown, reason: string])[] = [
  [
    'auth.staffSecondFactor',
    false,
    'the password of one member of staff is enough for all orders and accounts: leave it on',
  ],
  ['graphql.introspection', true, 'anybody may read the whole schema: leave it off'],
  ['graphql.explorer', true, 'the explorer is for development: leave it off'],
  ['server.shop', true, '/shop is an example, not a shop: leave it off'],
  [
    'orders.fraud.ordersPerHour',
    null,
    'stolen cards can be tried without a limit: leave the default of 100',
  ],
  [
    'payments.sandbox.allowInProduction',
    true,
    'the sandbox takes no real money: set payments.provider to stripe to sell',
  ],
  [
    'encryption.atRest',
    false,
    'personal data is stored in plain text: turn it on once no process of an older version runs',
  ],
];

/** The bcrypt cost that the API promises. */
const promisedPasswordCost = 12;

function cheapPasswords(raw: unknown): Weakening[] {
  const path = 'auth.passwordCost';
  const cost = valueAt(raw, path);
  if (typeof cost !== 'number' || cost >= promisedPasswordCost) return [];
  return [warned(path, `stolen passwords are cracked faster than with ${promisedPasswordCost}`)];
}

function plainOrigins(raw: unknown): Weakening[] {
  const path = 'server.corsOrigins';
  const origins = valueAt(raw, path);
  if (!Array.isArray(origins)) return [];
  return origins
    .filter((origin) => typeof origin === 'string' && origin.toLowerCase().startsWith('http:'))
    .map((origin) =>
      warned(path, `a page at "${origin}" can be changed on its way, and may call: expected https`),
    );
}

/** Switches of production that are weaker than their default. */
export const switchedOff = (raw: unknown): Weakening[] => [
  ...switches
    .filter(([path, value]) => valueAt(raw, path) === value)
    .map(([path, , reason]) => warned(path, reason)),
  ...cheapPasswords(raw),
  ...plainOrigins(raw),
];
