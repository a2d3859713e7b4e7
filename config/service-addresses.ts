import type { TlsFiles } from '../platform/remote/tls';
import type { Configuration } from './schema';
import type { SubgraphName } from './subgraphs';

/** The URL of a subgraph for the other processes. */
export function subgraphUrl({ services }: Configuration, name: SubgraphName): string {
  return services[name].url ?? `https://127.0.0.1:${services[name].port}`;
}

/** The URL of the payment sandbox for orders. */
export function sandboxUrl({ services, payments }: Configuration): string {
  return services.sandbox.url ?? `http://127.0.0.1:${payments.sandbox.port}`;
}

/** The URL of the gateway for buyers. */
export function gatewayUrl(configuration: Configuration): string {
  return configuration.server.publicUrl ?? innerGatewayUrl(configuration);
}

function innerGatewayUrl({ services, server }: Configuration): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return services.gateway.url ?? `http://${host}:${server.port}`;
}

/** The URL to which the provider reports the result of a payment. */
export function paymentCallbackUrl(configuration: Configuration): string {
  return `${innerGatewayUrl(configuration)}/payments/callback/${configuration.payments.provider}`;
}

/** @throws Error if one of the files is not set. */
export function tlsFiles({ services }: Configuration): TlsFiles {
  const { authorityFile, certificateFile, keyFile, revokedFile } = services.tls;
  if (authorityFile === null || certificateFile === null || keyFile === null) {
    throw new Error(
      'Processes identify each other by certificates: set services.tls.authorityFile, ' +
        'services.tls.certificateFile and services.tls.keyFile.',
    );
  }
  return { authorityFile, certificateFile, keyFile, revokedFile };
}
