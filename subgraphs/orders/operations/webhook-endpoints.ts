import { Ctx, Query, Resolver } from 'type-graphql';
import { userIdOf } from '../../../platform/requests/viewer';
import type { OrdersContext } from '../context';
import { WebhookEndpoint } from '../schema/webhook-endpoint';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

@Resolver()
export class WebhookEndpointsOperation {
  @Query(() => [WebhookEndpoint], {
    nullable: true,
    description:
      'Your own webhook endpoints, oldest first. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  async webhookEndpoints(@Ctx() { store, viewer }: OrdersContext): Promise<WebhookEndpointRow[]> {
    const ownerId = userIdOf(viewer);
    return ownerId === null ? [] : store.webhookEndpoints.ofOwner(ownerId);
  }
}
