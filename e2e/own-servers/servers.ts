import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { sendSignal } from '../../platform/process/process-table';
import { type RedisChild, startRedisChild } from '../../platform/redis/redis-child';
import { freePort } from '../../platform/testing/free-port';
import { redisAvailable } from '../../platform/testing/redis';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { childrenOf } from '../harness/process-children';
import { newFolder } from '../harness/shop';

/** Servers of the test's own, which it can stop and start again where they were. */
export class Servers {
  private constructor(
    private readonly folder: string,
    readonly port: number,
    public postgres: EmbeddedPostgres,
    public redis: RedisChild | null,
  ) {}

  static async start(): Promise<Servers> {
    const folder = newFolder();
    const postgres = await Servers.postgresIn(folder, await freePort());
    const redis = redisAvailable ? await Servers.redisIn(folder) : null;
    return new Servers(folder, postgres.port, postgres, redis);
  }

  private static postgresIn(folder: string, port: number): Promise<EmbeddedPostgres> {
    const dataFolder = path.join(folder, 'postgres');
    mkdirSync(dataFolder, { recursive: true });
    return startEmbeddedPostgres({ dataFolder, logger, port, durable: false });
  }

  private static redisIn(folder: string): Promise<RedisChild | null> {
    return startRedisChild({ folder: path.join(folder, 'redis'), logger });
  }

  get settings(): Record<string, string> {
    return this.redis === null ? {} : { ORDERPROCESSING_REDIS_URL: this.redis.url };
  }

  async startPostgresAgain(): Promise<void> {
    this.postgres = await Servers.postgresIn(this.folder, this.port);
  }

  async startRedisAgain(): Promise<void> {
    this.redis = await Servers.redisIn(this.folder);
  }

  /** The server with all its sessions: the system takes connections for it, and nobody answers. */
  signalPostgres(name: NodeJS.Signals): void {
    const { pid } = this.postgres;
    // The postmaster gets the signal first, so that it starts no new session; some may end before
    // theirs.
    for (const one of [pid, ...childrenOf(pid).map((child) => child.pid)]) sendSignal(one, name);
  }

  async close(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
