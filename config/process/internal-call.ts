import type { Registry } from 'prom-client';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { remoteSubgraph } from '../../platform/remote/remote-execute';
import type { TlsIdentity } from '../../platform/remote/tls';
import type { Logger } from '../../platform/telemetry/logger';
import type { Configuration } from '../schema';
import type { SubgraphName } from '../subgraphs';
import { subgraphInstances } from './subgraph-instances';

export interface InternalCallDependencies {
  readonly configuration: Configuration;
  readonly tls: TlsIdentity;
  readonly logger: Logger;
  readonly registry?: Registry;
}

/**
 * The internal schema of a subgraph in another process. It connects at the first call, so processes
 * may start in any order.
 */
export function internalCall(
  { configuration, tls, logger, registry }: InternalCallDependencies,
  name: SubgraphName,
): ServiceCall {
  const address = subgraphInstances(configuration, name, logger);
  const viewerSecret = () => configuration.auth.viewerSecret;
  return serviceCall(remoteSubgraph({ ...address, tls, viewerSecret, logger, registry }).internal);
}
