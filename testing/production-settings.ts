import { createHash } from 'node:crypto';
import { freePort } from '../platform/testing/free-port';

/** A secret in the form of a random one, and the same at each start. */
const ownSecret = (name: string): string =>
  createHash('sha256').update(`a secret of the tests: ${name}`).digest('base64url');

/** The secrets that an operator must set, because production rejects default ones. */
export async function productionSettings(): Promise<Record<string, string>> {
  return {
    ORDERPROCESSING_ENVIRONMENT: 'production',
    ORDERPROCESSING_SERVER_HOST: '127.0.0.1',
    ORDERPROCESSING_SERVER_ADMIN_PORT: String(await freePort()),
    ORDERPROCESSING_SERVER_SECURITY_CONTACT: 'mailto:security@shop.test',
    ORDERPROCESSING_PAYMENTS_SANDBOX_ALLOW_IN_PRODUCTION: 'true',
    ORDERPROCESSING_AUTH_VIEWER_SECRET: ownSecret('viewers'),
    ORDERPROCESSING_AUTH_KEY_SECRET: ownSecret('keys'),
    ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: ownSecret('sandbox'),
    ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: ownSecret('callbacks'),
    ORDERPROCESSING_WEBHOOKS_SECRET_KEY: ownSecret('webhooks'),
    ORDERPROCESSING_ENCRYPTION_USERS_SECRET: ownSecret('users'),
    ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET: ownSecret('orders'),
  };
}
