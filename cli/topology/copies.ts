import { gatewayOrigin } from '../../config/process/service-addresses';
import { superviseSandbox } from './sandbox';
import { instanceStarter, type SupervisedProcesses, type SupervisedShop } from './start-instance';

/** Starts processes that each hold the whole shop. */
export async function startCopies(shop: SupervisedShop): Promise<SupervisedProcesses> {
  const { configuration, instances } = shop;
  const [start, sandbox] = await Promise.all([instanceStarter(shop, null), superviseSandbox(shop)]);
  // The first one fills the demo shop, which the others find.
  const [first, ...others] = instances;
  const processes = first === undefined ? [] : [await start(first)];
  processes.push(...(await Promise.all(others.map(start))));
  return {
    gateway: gatewayOrigin(configuration),
    sandbox,
    hasDemoShop: configuration.demo.enabled,
    processes,
  };
}
