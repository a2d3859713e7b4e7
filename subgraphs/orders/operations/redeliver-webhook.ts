import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../platform/audit/entry';
import { userIdOf } from '../../../platform/auth/viewer';
import { NotFoundError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { WebhookDelivery } from '../schema/webhook-delivery';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';

const RedeliverWebhookResult = outcomeUnion(
  'RedeliverWebhookResult',
  'The delivery, which is due now.',
  WebhookDelivery,
  [NotFoundError],
);

@Resolver()
export class RedeliverWebhookOperation {
  @Mutation(() => RedeliverWebhookResult, {
    nullable: true,
    description:
      'Sends the same event again, whatever became of it, with all its attempts before it. To a disabled endpoint once that is enabled.',
  })
  async redeliverWebhook(
    @Arg('deliveryId', () => ID) deliveryId: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<WebhookDeliveryRow | NotFoundError> {
    const ownerId = userIdOf(viewer);
    if (ownerId === null || !isUuid(deliveryId)) return new NotFoundError('delivery');
    const subject = `WebhookDelivery:${deliveryId.toLowerCase()}`;
    const audit = staffEntry(viewer, 'webhook.redeliver', subject);
    const delivery = await store.webhookDeliveries.redeliver(ownerId, deliveryId, audit);
    return delivery ?? new NotFoundError('delivery');
  }
}
