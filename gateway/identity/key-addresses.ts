import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { ApiKeyViewer } from '../../platform/requests/viewer';
import { keyAddressesKnownMax, keyAddressPauseMs, keyAddressRetryMs } from './limits';
import { credentialsScope } from './session-state';

const mutation = `mutation ($keyId: ID!, $address: String!) {
  keyUsedFrom(keyId: $keyId, address: $address)
}`;

/**
 * Tells users from which addresses API keys are used, once an hour for each: `security audit` finds
 * addresses that are new. No request waits for it, or fails because of it.
 */
export function keyAddresses(
  users: ServiceCall,
  logger: Logger,
  { pauseMs, retryMs } = { pauseMs: keyAddressPauseMs, retryMs: keyAddressRetryMs },
): (viewer: Pick<ApiKeyViewer, 'keyId' | 'address'>) => void {
  const reported = new LRUCache<string, true>({
    // It grows with the addresses; `max` would take the memory of all at once.
    maxSize: keyAddressesKnownMax,
    sizeCalculation: () => 1,
    ttl: pauseMs,
  });
  return ({ keyId, address }) => {
    const use = `${keyId} ${address}`;
    if (reported.has(use)) return;
    reported.set(use, true);
    users(mutation, { keyId, address }, credentialsScope('key-address')).catch((error: unknown) => {
      reported.set(use, true, { ttl: retryMs });
      logger.warn({ err: error, keyId }, 'address of an API key not recorded');
    });
  };
}
