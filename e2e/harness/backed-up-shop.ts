import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Client } from './client';
import { demoAccount, placedOrder } from './people';
import { eventually, newFolder, Shop } from './shop';

const orderById = 'query ($id: ID!) { order(id: $id) { status } }';

/** A shop whose databases are lost and restored, and a customer who remembers every order. */
export class BackedUpShop {
  private constructor(
    private shop: Shop,
    private customer: Client,
  ) {}

  /** @param configuration the `config.yaml` of its owner. */
  static async start(configuration?: string): Promise<BackedUpShop> {
    if (configuration === undefined) return BackedUpShop.of(await Shop.start());
    const folder = newFolder();
    mkdirSync(path.join(folder, '.orderprocessing'));
    writeFileSync(path.join(folder, '.orderprocessing', 'config.yaml'), configuration);
    return BackedUpShop.of(await Shop.start({}, folder));
  }

  private static async of(shop: Shop): Promise<BackedUpShop> {
    return new BackedUpShop(shop, await demoAccount(shop.client, 'customer'));
  }

  get current(): Shop {
    return this.shop;
  }

  get data(): string {
    return path.join(this.shop.dataFolder, 'data');
  }

  async startAgain(): Promise<void> {
    this.shop = await Shop.start({}, this.shop.dataFolder);
    this.customer = await demoAccount(this.shop.client, 'customer');
  }

  /** @returns the id of an acknowledged order. */
  async place(): Promise<string> {
    return (await placedOrder(this.customer, [['DEMO-0001', 1]])).id;
  }

  /** The orders that the shop has. */
  async known(ids: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const id of ids) {
      const { data } = await this.customer.post({ query: orderById, variables: { id } });
      // biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
      if ((data as any)?.order) found.push(id);
    }
    return found;
  }

  /** The output of a command that succeeds. */
  async done(command: string, ...given: string[]): Promise<string> {
    const ended = await this.shop.run(command, ...given);
    expect(ended, `${ended.output}${ended.errors}`).toMatchObject({ code: 0 });
    return ended.output;
  }

  /**
   * The shop agrees with the ledger, once it has done what was in progress when it was killed. A
   * restore may take longer than the minute after which `verify` reports such work.
   */
  async agrees(): Promise<void> {
    let last = '';
    const isAgreed = async () => {
      const { code, output, errors } = await this.shop.run('verify');
      last = `${output}${errors}`;
      return code === 0;
    };
    await eventually('verify to find nothing', isAgreed).catch((error: Error) => {
      throw new Error(`${error.message}\n${last}`);
    });
  }

  /** Kills PostgreSQL and the shop, and deletes the databases, their password and the secrets. */
  async loseData(): Promise<void> {
    const pidFile = path.join(this.data, 'postgres', 'postmaster.pid');
    // Killed, it cannot archive what is left.
    process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGKILL');
    this.shop.process.kill('SIGKILL');
    await this.shop.ended();
    for (const lost of ['postgres', 'postgres.password', 'secrets.json', 'pgbackrest.conf']) {
      rmSync(path.join(this.data, lost), { recursive: true, maxRetries: 10 });
    }
  }

  async close(): Promise<void> {
    await this.shop.close();
  }
}
