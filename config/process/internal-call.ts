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

/** The calls of each identity, i.e. of each process. */
const opened = new WeakMap<TlsIdentity, Map<SubgraphName, ServiceCall>>();

/**
 * The internal schema of a subgraph in another process. It connects at the first call, so processes
 * may start in any order. All callers in a process share its connections, and what is known about
 * its instances.
 */
export function internalCall(
  dependencies: InternalCallDependencies,
  name: SubgraphName,
): ServiceCall {
  const { tls } = dependencies;
  const known = opened.get(tls) ?? new Map<SubgraphName, ServiceCall>();
  opened.set(tls, known);
  const call = known.get(name) ?? openCall(dependencies, name);
  known.set(name, call);
  return call;
}

function openCall(
  { configuration, tls, logger, registry }: InternalCallDependencies,
  name: SubgraphName,
): ServiceCall {
  const address = subgraphInstances(configuration, name, logger);
  const viewerSecret = () => configuration.auth.viewerSecret;
  return serviceCall(remoteSubgraph({ ...address, tls, viewerSecret, logger, registry }).internal);
}
