import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { RedeliverWebhookResult } from '../schema/redeliver-webhook.result';

@Resolver()
export class RedeliverWebhookOperation {
  @Mutation(() => RedeliverWebhookResult, {
    nullable: true,
    description:
      'Sends an event to your endpoint again, with new attempts, once it is enabled. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  @Directive('@rateLimit(limit: 60, duration: 60)')
  async redeliverWebhook(
    @Arg('deliveryId', () => ID, {
      description: 'Id of the delivery to repeat, whatever its status.',
    })
    deliveryId: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<RedeliverWebhookResult> {
    const ownerId = userIdOf(viewer);
    if (ownerId === null || !isUuid(deliveryId)) return new NotFoundError('delivery');
    const subject = `WebhookDelivery:${deliveryId.toLowerCase()}`;
    const audit = staffEntry(viewer, 'webhook.redeliver', subject);
    const delivery = await store.webhookDeliveries.redeliver(ownerId, deliveryId, audit);
    return delivery ?? new NotFoundError('delivery');
  }
}
