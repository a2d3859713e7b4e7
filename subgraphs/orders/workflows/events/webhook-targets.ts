import { resolvesToPrivate } from '../../../../platform/webhooks/public-address';
import {
  eventProblems,
  portProblems,
  privateTarget,
  urlProblems,
} from '../../domain/webhook-input';
import type { OrdersConfiguration } from '../dependencies';

interface RequestedEndpoint {
  readonly url?: string | null;
  readonly events?: readonly string[] | null;
}

/**
 * Problems of an endpoint's URL and events. Private addresses are rejected here so that the owner
 * gets an error, and again at each connection, because DNS may have changed.
 */
export async function endpointProblems(
  { url, events }: RequestedEndpoint,
  { webhooks }: Pick<OrdersConfiguration, 'webhooks'>,
): Promise<{ path: string[]; message: string }[]> {
  const ofUrl = url == null ? [] : urlProblems(url, webhooks.httpsOnly);
  const ofEvents = events == null ? [] : eventProblems(events);
  if (url != null && ofUrl.length === 0 && !webhooks.allowPrivateTargets) {
    const target = new URL(url);
    ofUrl.push(...portProblems(target));
    if (await resolvesToPrivate(target.hostname)) ofUrl.push(privateTarget);
  }
  return [...ofUrl, ...ofEvents];
}
