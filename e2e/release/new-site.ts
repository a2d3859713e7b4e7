import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { freePortWith } from '../../platform/testing/free-port';

const secret = (name: string): string => `a secret of two versions, long enough: ${name}`;

/**
 * What two versions must share, for versions that use none of it.
 * @param site its name in the databases, because `status` shows other shops on the same ones.
 */
const standIns = (site: string): Readonly<Record<string, string>> => ({
  ...databaseVariables((name) => `postgres://nobody@127.0.0.1:1/${site}-${name}`),
  ORDERPROCESSING_ENVIRONMENT: 'test',
  ORDERPROCESSING_REDIS_URL: 'redis://127.0.0.1:1',
  ORDERPROCESSING_SERVICES_SANDBOX_URL: 'http://127.0.0.1:1',
  ORDERPROCESSING_PAYMENTS_SANDBOX_START: 'false',
  ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: secret('sandbox'),
  ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: secret('callbacks'),
  ORDERPROCESSING_AUTH_VIEWER_SECRET: secret('viewers'),
  ORDERPROCESSING_AUTH_KEY_SECRET: secret('keys'),
  ORDERPROCESSING_WEBHOOKS_SECRET_KEY: secret('webhooks'),
  ORDERPROCESSING_ENCRYPTION_USERS_SECRET: secret('users'),
  ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET: secret('orders'),
});

/** The ports of two versions are 1000 and 2000 higher. */
const publicPort = (): Promise<number> => freePortWith(1_000, 2_000);

/** A folder and a public port for releases. */
export interface NewSite {
  readonly folder: string;
  readonly port: number;
  readonly settings: Record<string, string>;
}

/** @param servers settings of databases and secrets that real versions share. */
export async function newSite(servers?: Readonly<Record<string, string>>): Promise<NewSite> {
  const folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  const port = await publicPort();
  const settings = {
    ...(servers ?? standIns(path.basename(folder))),
    ORDERPROCESSING_SERVER_HOST: '127.0.0.1',
    ORDERPROCESSING_SERVER_PORT: String(port),
    ORDERPROCESSING_SERVER_ADMIN_PORT: String(await publicPort()),
  };
  return { folder, port, settings };
}
