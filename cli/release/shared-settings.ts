import type { Configuration } from '../../config/schema';
import { isDefaultSecret } from '../../config/schema/secrets';
import { subgraphNames } from '../../config/subgraphs';
import { CommandError } from '../program/exit-codes';

/** @throws CommandError if two versions would not share what they must share. */
export function demandShared(configuration: Configuration): void {
  const { auth, database, encryption, payments, redis, services, webhooks } = configuration;
  const missing = subgraphNames
    .filter((name) => database[name].url === null)
    .map((name) => `database.${name}.url`);
  if (redis.url === null) missing.push('redis.url');
  if (payments.provider === 'sandbox') {
    if (services.sandbox.url === null) missing.push('services.sandbox.url');
    if (payments.sandbox.start) missing.push('payments.sandbox.start (to false)');
    for (const name of ['apiSecret', 'callbackSecret'] as const) {
      if (isDefaultSecret(payments.sandbox[name])) missing.push(`payments.sandbox.${name}`);
    }
  }
  const shared = {
    'auth.viewerSecret': auth.viewerSecret,
    'auth.keySecret': auth.keySecret,
    'webhooks.secretKey': webhooks.secretKey,
    'encryption.users.secret': encryption.users.secret,
    'encryption.orders.secret': encryption.orders.secret,
  };
  missing.push(
    ...Object.entries(shared).flatMap(([path, value]) => (isDefaultSecret(value) ? path : [])),
  );
  if (missing.length === 0) return;
  throw new CommandError(`Both versions must use the same: set ${missing.join(', ')}.`);
}
