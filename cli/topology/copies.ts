import { gatewayOrigin } from '../../config/process/service-addresses';
import { superviseSandbox } from './sandbox';
import { instanceStarter, type SupervisedProcesses, type SupervisedShop } from './start-instance';

/** Starts processes that each hold the whole shop. */
export async function startCopies(shop: SupervisedShop): Promise<SupervisedProcesses> {
  const { configuration, instances } = shop;
  const [start, sandbox] = await Promise.all([instanceStarter(shop, null), superviseSandbox(shop)]);
  const startAll = (some: typeof instances) => Promise.all(some.map(start));
  // The first one fills the demo shop, which the others find.
  const first = await startAll(instances.slice(0, 1));
  const others = await startAll(instances.slice(1));
  return {
    gateway: gatewayOrigin(configuration),
    sandbox,
    hasDemoShop: configuration.demo.enabled,
    processes: [...first, ...others],
  };
}
