import { setTimeout as delay } from 'node:timers/promises';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { roleStatements } from '../../ops/postgres/roles';
import { withDatabase } from '../../platform/database/ensure-database';
import { queryOnce } from '../../platform/database/own-connection';
import { endChild } from '../../platform/process/child';
import { rateLimits, StartedShop } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import { type Shell, shellOf } from './shell';

const startDeadlineMs = 240_000;
const stopDeadlineMs = 60_000;
/** An order that was interrupted is resumed when its lease has ended, and is open until then. */
const verifyAttemptsMax = 8;
const verifyPauseMs = 5_000;
const idsMax = 1_000;
const highLimit = 1_000_000;

/** Servers that the shop reaches at one address. */
export interface DatabaseServers {
  /** The superuser's URL. */
  readonly url: string;
  urlAs(user: string, password: string, database: string): string;
}

/** Roles and databases as in containers: `ops/postgres/roles.sql`. */
export async function createDatabases(url: string): Promise<void> {
  for (const statement of roleStatements()) await queryOnce(url, statement);
}

/** The distributed shop, with its databases on given servers. */
export class ShopOnDatabases {
  private constructor(
    private readonly started: StartedShop,
    /** Runs commands of an operator on the databases of the shop. */
    readonly shell: Shell,
    readonly customer: Client,
  ) {}

  /** @param given settings besides those of the databases, or instead. */
  static async start(
    folder: string,
    servers: DatabaseServers,
    given: Readonly<Record<string, string>> = {},
  ): Promise<ShopOnDatabases> {
    const as = (role: string, database: string) => servers.urlAs(role, role, database);
    const settings = {
      ...rateLimits(highLimit),
      ...databaseVariables(
        (name) => as(name, name),
        (name) => as(`${name}_owner`, name),
      ),
      ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
      ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: '1440',
      ORDERPROCESSING_LOG_LEVEL: 'warn',
      ORDERPROCESSING_LOG_PRETTY: 'false',
      ...given,
    };
    const topology = 'many processes' as const;
    const started = await StartedShop.start({ folder, topology, gateways: 2, settings });
    try {
      await started.untilReady(startDeadlineMs);
      const customer = await demoAccount(new Client(started.url), 'customer');
      return new ShopOnDatabases(started, shellOf(started, settings), customer);
    } catch (error) {
      await endChild(started.child, [['SIGINT', stopDeadlineMs]]);
      throw error;
    }
  }

  /** Somebody who has not signed in. */
  get anyone(): Client {
    return new Client(this.started.url);
  }

  staff(): Promise<Client> {
    return demoAccount(this.anyone, 'support');
  }

  /**
   * The orders that a server does not have.
   * @param url of its superuser.
   */
  async missingOn(url: string, ids: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    for (let start = 0; start < ids.length; start += idsMax) {
      const page = ids.slice(start, start + idsMax);
      const text = 'SELECT id FROM orders WHERE id = ANY($1::uuid[])';
      const rows = await queryOnce<{ id: string }>(withDatabase(url, 'orders'), text, [page]);
      const found = new Set(rows.map(({ id }) => id));
      missing.push(...page.filter((id) => !found.has(id)));
    }
    return missing;
  }

  /** @returns the disagreements that remain when no work is open, one a line. */
  async verify(): Promise<readonly string[]> {
    for (let attempt = 1; ; attempt += 1) {
      const lines = await this.shell.verify();
      if (lines.length === 0 || attempt === verifyAttemptsMax) return lines;
      await delay(verifyPauseMs);
    }
  }

  async stop(): Promise<void> {
    await endChild(this.started.child, [['SIGINT', stopDeadlineMs]]);
  }
}
