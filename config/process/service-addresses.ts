import { urlHost } from '../../platform/net/url-host';
import type { TlsFiles } from '../../platform/remote/tls';
import type { Configuration } from '../schema';
import type { SubgraphName } from '../subgraphs';

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

const isEncrypted = ({ server }: Configuration): boolean => server.tls.certificateFile !== null;

const ownUrl = (configuration: Configuration, host: string): string => {
  const scheme = isEncrypted(configuration) ? 'https' : 'http';
  return `${scheme}://${urlHost(host)}:${configuration.server.port}`;
};

/**
 * The URL of the gateway for other processes. With TLS, its host must be a name in the certificate.
 */
function innerGatewayUrl(configuration: Configuration): string {
  const { services, server } = configuration;
  const named = isEncrypted(configuration) ? server.publicUrl : null;
  return services.gateway.url ?? named ?? ownUrl(configuration, server.host);
}

/** The origin at which this machine reaches the gateway. */
export function gatewayOrigin(configuration: Configuration): string {
  const { host, publicUrl } = configuration.server;
  if (isEncrypted(configuration) && publicUrl !== null) return new URL(publicUrl).origin;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return ownUrl(configuration, isEverywhere ? 'localhost' : host);
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
