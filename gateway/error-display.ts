import { gatewayOrigin } from '../config/process/service-addresses';
import type { Configuration } from '../config/schema';
import type { ErrorDisplay } from './errors';

/** The page of the docs with a section for each code. */
const errorsPage = '/docs/reference/errors/';

/** Links to the docs are below the origin of this installation, never below the Host of a request. */
export function errorDisplay(configuration: Configuration): ErrorDisplay {
  const { graphql, server } = configuration;
  const { publicUrl } = server;
  const origin = publicUrl === null ? gatewayOrigin(configuration) : new URL(publicUrl).origin;
  return {
    hideSuggestions: !graphql.introspection,
    docs: server.docs ? `${origin}${errorsPage}` : null,
  };
}
