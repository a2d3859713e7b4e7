import type { TlsFiles } from '../platform/remote/tls';
import type { Configuration } from './schema';
import type { SubgraphName } from './subgraphs';

/** Where the other parts reach a subgraph. */
export function subgraphUrl({ services }: Configuration, name: SubgraphName): string {
  return services[name].url ?? `https://127.0.0.1:${services[name].port}`;
}

/** Where orders reaches the payment sandbox. */
export function sandboxUrl({ services, payments }: Configuration): string {
  return services.sandbox.url ?? `http://127.0.0.1:${payments.sandbox.port}`;
}

/** Where buyers reach the gateway. */
export function gatewayUrl(configuration: Configuration): string {
  return configuration.server.publicUrl ?? innerGatewayUrl(configuration);
}

function innerGatewayUrl({ services, server }: Configuration): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return services.gateway.url ?? `http://${host}:${server.port}`;
}

/** Where the provider reports what became of a payment. */
export function paymentCallbackUrl(configuration: Configuration): string {
  return `${innerGatewayUrl(configuration)}/payments/callback/${configuration.payments.provider}`;
}

/** @throws Error when one of the files is not named. */
export function tlsFiles({ services }: Configuration): TlsFiles {
  const { authorityFile, certificateFile, keyFile } = services.tls;
  if (authorityFile === null || certificateFile === null || keyFile === null) {
    throw new Error(
      'Parts of the system know each other by certificates: set services.tls.authorityFile, ' +
        'services.tls.certificateFile and services.tls.keyFile.',
    );
  }
  return { authorityFile, certificateFile, keyFile };
}
