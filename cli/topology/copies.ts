import { gatewayOrigin } from '../../config/process/service-addresses';
import type { ReadyReport } from '../../platform/remote/process-settings';
import type { ShopAddresses } from './one-process';
import { superviseSandbox } from './sandbox';
import { instanceStarter, type SupervisedProcesses, type SupervisedShop } from './start-instance';

/** What a copy reports to the process that starts it. */
export type FactsOfCopy = Pick<ShopAddresses, 'hasDemoShop'>;

const hasDemoShopOf = ({ facts }: ReadyReport): boolean =>
  (facts as FactsOfCopy | undefined)?.hasDemoShop === true;

/** Starts processes that each hold the whole shop. */
export async function startCopies(shop: SupervisedShop): Promise<SupervisedProcesses> {
  const { configuration, instances } = shop;
  let hasDemoShop = false;
  const onReady: SupervisedShop['onReady'] = (name, report) => {
    hasDemoShop = hasDemoShopOf(report);
    shop.onReady(name, report);
  };
  const [start, sandbox] = await Promise.all([
    instanceStarter({ ...shop, onReady }, null),
    superviseSandbox(shop),
  ]);
  const startAll = (some: typeof instances) => Promise.all(some.map(start));
  // The first one fills the demo shop, which the others find. It is not filled in a database that
  // has other data.
  const first = await startAll(instances.slice(0, 1));
  const others = await startAll(instances.slice(1));
  return {
    gateway: gatewayOrigin(configuration),
    sandbox,
    hasDemoShop,
    processes: [...first, ...others],
  };
}
