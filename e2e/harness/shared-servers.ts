import { rmSync } from 'node:fs';
import { subgraphNames } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { openSandbox, type Sandbox } from '../../payments/sandbox/sandbox';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { createTestRedis, type TestRedis } from '../../platform/testing/redis';
import { newFolder } from './shop';

const secret = (name: string): string => `a secret of two builds, long enough: ${name}`;

/** Databases, Redis and payment sandbox of two builds that run side by side. */
export class SharedServers {
  private constructor(
    readonly databases: ReadonlyMap<string, TestDatabase>,
    readonly sandbox: Sandbox,
    private readonly redis: TestRedis,
    private readonly folder: string,
    /** The variables by which a build uses them. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(): Promise<SharedServers> {
    const databases = new Map<string, TestDatabase>();
    for (const name of subgraphNames) databases.set(name, await createTestDatabase());
    const redis = await createTestRedis();
    const folder = newFolder();
    const secrets = { apiSecret: secret('sandbox'), callbackSecret: secret('callbacks') };
    const sandbox = await openSandbox({
      ...secrets,
      host: '127.0.0.1',
      port: 0,
      dataFolder: folder,
      merchantName: 'Test',
      log: () => undefined,
      onFailure: (error) => {
        throw error;
      },
    });
    return new SharedServers(databases, sandbox, redis, folder, {
      ...databaseVariables((name) => databases.get(name)?.url ?? ''),
      ORDERPROCESSING_ENVIRONMENT: 'test',
      ORDERPROCESSING_DEMO_ENABLED: 'true',
      ORDERPROCESSING_REDIS_URL: redis.url,
      ORDERPROCESSING_SERVICES_SANDBOX_URL: sandbox.url,
      ORDERPROCESSING_PAYMENTS_SANDBOX_START: 'false',
      // An older build in one process looks for the sandbox at this port.
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(sandbox.url).port,
      ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: secrets.apiSecret,
      ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: secrets.callbackSecret,
      ORDERPROCESSING_AUTH_VIEWER_SECRET: secret('viewers'),
      ORDERPROCESSING_AUTH_KEY_SECRET: secret('keys'),
      ORDERPROCESSING_WEBHOOKS_SECRET_KEY: secret('webhooks'),
      ORDERPROCESSING_ENCRYPTION_USERS_SECRET: secret('data of users'),
      ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET: secret('data of orders'),
    });
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await this.redis.close();
    for (const database of this.databases.values()) await database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
