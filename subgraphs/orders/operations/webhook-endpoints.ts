import { Ctx, Query, Resolver } from 'type-graphql';
import { userIdOf } from '../../../platform/auth/viewer';
import type { OrdersContext } from '../context';
import { WebhookEndpoint } from '../schema/webhook-endpoint';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

@Resolver()
export class WebhookEndpointsOperation {
  @Query(() => [WebhookEndpoint], {
    nullable: true,
    description: 'One’s own, oldest first. PARTNER, ADMIN.',
  })
  async webhookEndpoints(@Ctx() { store, viewer }: OrdersContext): Promise<WebhookEndpointRow[]> {
    const ownerId = userIdOf(viewer);
    return ownerId === null ? [] : store.webhookEndpoints.ofOwner(ownerId);
  }
}
