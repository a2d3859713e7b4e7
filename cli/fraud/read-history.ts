import { furtherOrderDatabases } from '../../config/process/order-shards';
import type { Configuration } from '../../config/schema';
import { dataKeySettings } from '../../config/schema/encryption';
import { createPool } from '../../platform/database/pool';
import { createLogger } from '../../platform/telemetry/logger';
import { ordersStore } from '../../subgraphs/orders/store';
import type { HistoryOrder } from '../../subgraphs/orders/store/fraud-history';
import { reachDatabase } from '../running/reach-database';

const pageRows = 5_000;
const statementTimeoutMs = 60_000;

/** The newest orders of a database, the newest first. */
async function historyOf(
  configuration: Configuration,
  url: string,
  most: number,
): Promise<HistoryOrder[]> {
  const logger = createLogger({ ...configuration.log, level: 'fatal', name: 'fraud' });
  const pool = createPool({ url, name: 'fraud', logger, max: 1, statementTimeoutMs });
  try {
    const { fraudHistory } = ordersStore(pool, dataKeySettings(configuration.encryption, 'orders'));
    const orders: HistoryOrder[] = [];
    while (orders.length < most) {
      const first = Math.min(pageRows, most - orders.length);
      const page = await fraudHistory.page(orders.at(-1) ?? null, first);
      orders.push(...page);
      if (page.length < first) break;
    }
    return orders;
  } finally {
    await pool.end();
  }
}

/**
 * The newest orders of the running shop, or of the configured databases, the newest first.
 * @throws NotRunningError if there is none.
 */
export async function readHistory(
  configuration: Configuration,
  most: number,
): Promise<HistoryOrder[]> {
  const home = await reachDatabase(configuration, 'orders');
  const urls = [home, ...furtherOrderDatabases(configuration).values()];
  const all = await Promise.all(urls.map((url) => historyOf(configuration, url, most)));
  return all
    .flat()
    .sort((one, other) => other.placedAt.getTime() - one.placedAt.getTime())
    .slice(0, most);
}
