import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { isLoopbackName } from '../../platform/net/loopback';
import { valueAt } from './raw-settings';

/**
 * The settings that open a development shop, with its demo accounts and its mailbox, to a network.
 * They are accepted if `environment` and `server.host` are both set, as in `docker-compose.yml`.
 * Otherwise the operator may have wanted production and forgotten to set it, because development is
 * the default.
 */
export function developmentFaults(raw: unknown): ConfigurationFault[] {
  const environment = valueAt(raw, 'environment');
  const host = valueAt(raw, 'server.host');
  if ((environment ?? 'development') !== 'development') return [];
  if (environment !== undefined && host !== undefined) return [];
  const remedy =
    'set environment to production, or write down both environment: development and server.host';
  const faults: ConfigurationFault[] = [];
  if (typeof host === 'string' && !isLoopbackName(host)) {
    const expected = `"${host}" opens a development shop to the network: ${remedy}`;
    faults.push({ path: 'server.host', expected });
  }
  const publicUrl = valueAt(raw, 'server.publicUrl');
  if (typeof publicUrl === 'string' && publicUrl.toLowerCase().startsWith('https:')) {
    const expected = `"${publicUrl}" is the URL of a public shop, and this is development: ${remedy}`;
    faults.push({ path: 'server.publicUrl', expected });
  }
  return faults;
}
