import { subgraphInstances } from '../../config/process/subgraph-instances';
import type { Configuration } from '../../config/schema';
import type { SubgraphName } from '../../config/subgraphs';
import { serviceCall } from '../../platform/graphql/service-call';
import { remoteSubgraph } from '../../platform/remote/remote-execute';
import { readTlsFiles, type TlsFiles } from '../../platform/remote/tls';
import type { Logger } from '../../platform/telemetry/logger';
import { fillDemoShop } from '../demo-shop/fill';

/**
 * Fills an empty database with the demo shop over the network, using the certificate of the command
 * line, which the internal schemas of users and inventory accept.
 * @returns whether the database has the demo shop.
 */
export async function fillRemotely(
  configuration: Configuration,
  files: TlsFiles,
  logger: Logger,
): Promise<boolean> {
  const tls = readTlsFiles(files);
  const viewerSecret = () => configuration.auth.viewerSecret;
  const reach = (name: SubgraphName) => {
    const address = subgraphInstances(configuration, name, logger);
    return remoteSubgraph({ ...address, tls, viewerSecret, logger });
  };
  const users = reach('users');
  const inventory = reach('inventory');
  try {
    return await fillDemoShop({
      users: serviceCall(users.internal),
      inventory: serviceCall(inventory.internal),
    });
  } finally {
    users.close();
    inventory.close();
  }
}
