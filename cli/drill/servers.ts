import path from 'node:path';
import { parseConfiguration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import { startSandboxProcess } from '../../payments/sandbox/start';
import { createFolder } from '../../platform/files/make-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger } from '../../platform/telemetry/logger';
import { openPostgres, startRedis } from '../topology/servers';

const sandboxStopDeadlineMs = 10_000;

const secret = (name: string): string => `a secret of this drill, long enough: ${name}`;

/** Rate limits to lift, because all requests of a drill come from one network address. */
const rates = ['ANONYMOUS', 'USER', 'SIGN_INS', 'REFRESHES', 'REGISTRATIONS'];
const plenty = '100000000';

/**
 * Starts servers that two versions share, as in production.
 * @returns the settings that name them.
 */
export async function startSharedServers(
  folder: string,
  port: number,
  lifecycle: Lifecycle,
): Promise<Record<string, string>> {
  createFolder(folder);
  const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
  const configuration = parseConfiguration({ environment: 'development', dataFolder: folder });
  const starting = { configuration, logger, lifecycle };
  const [urls, redisUrl] = await Promise.all([openPostgres(starting), startRedis(starting)]);
  const apiSecret = secret('sandbox');
  const callbackSecret = secret('callbacks');
  const sandbox = await startSandboxProcess({
    host: '127.0.0.1',
    port: 0,
    dataFolder: path.join(folder, 'sandbox'),
    apiSecret,
    callbackSecret,
    merchantName: 'Drill',
  });
  lifecycle.onStop('sandbox', sandboxStopDeadlineMs, () => sandbox.stop());
  const databases = subgraphNames.flatMap((name) => {
    const prefix = `ORDERPROCESSING_DATABASE_${name.toUpperCase()}`;
    return [
      [`${prefix}_URL`, urls.application[name]],
      [`${prefix}_OWNER_URL`, urls.owner[name]],
    ];
  });
  return {
    ...Object.fromEntries(databases),
    ...Object.fromEntries(
      rates.map((rate) => [`ORDERPROCESSING_LIMITS_RATE_${rate}_PER_MINUTE`, plenty]),
    ),
    ORDERPROCESSING_DATA_FOLDER: folder,
    ORDERPROCESSING_SERVER_PORT: String(port),
    ORDERPROCESSING_REDIS_URL: redisUrl ?? '',
    ORDERPROCESSING_SERVICES_SANDBOX_URL: sandbox.url,
    ORDERPROCESSING_PAYMENTS_SANDBOX_START: 'false',
    ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: apiSecret,
    ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: callbackSecret,
    ORDERPROCESSING_AUTH_VIEWER_SECRET: secret('viewers'),
    ORDERPROCESSING_AUTH_KEY_SECRET: secret('keys'),
    ORDERPROCESSING_WEBHOOKS_SECRET_KEY: secret('webhooks'),
    ORDERPROCESSING_ENCRYPTION_USERS_SECRET: secret('users'),
    ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET: secret('orders'),
    ORDERPROCESSING_LOG_LEVEL: 'warn',
  };
}
