import type { Bus } from '../../../platform/events/bus';
import { notifyBus } from '../../../platform/events/notify-bus';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/database';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { WatchedOrders } from './watched-orders';
import { Accounts, newId, soonMs, type WatchGateway, watchGateway } from './watching';

/** The deadline of hooks and tests that wait several times. */
export const timeout = 4 * soonMs;

/** Orders that a test changes, and a gateway that shows the changes, notified by PostgreSQL. */
export class WatchedShop {
  private constructor(
    private readonly database: TestDatabase,
    private readonly closeBus: () => Promise<void>,
    readonly accounts: Accounts,
    readonly orders: WatchedOrders,
    readonly gateway: WatchGateway,
  ) {}

  static async open(limits: Record<string, unknown>): Promise<WatchedShop> {
    const database = await createTestDatabase('orders');
    const accounts = await Accounts.open();
    const bus = notifyBus(database.pool, logger);
    const orders = new WatchedOrders(bus);
    const gateway = await watchGateway({ orders, accounts, bus, limits });
    return new WatchedShop(database, bus.close, accounts, orders, gateway);
  }

  /** A bus of another process. */
  anotherBus(): Bus {
    return notifyBus(this.database.pool, logger);
  }

  someOrder(version = 1) {
    const order = { id: newId(), ownerId: newId(), version, note: 'new' };
    this.orders.put(order);
    return order;
  }

  async close(): Promise<void> {
    await this.gateway.stop();
    await this.closeBus();
    await this.database.drop();
  }
}
