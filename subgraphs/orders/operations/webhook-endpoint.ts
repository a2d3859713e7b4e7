import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { OrdersContext } from '../context';
import { eventIdOf } from '../domain/event';
import { WebhookDelivery, WebhookDeliveryConnection } from '../schema/webhook-delivery';
import { WebhookEndpoint } from '../schema/webhook-endpoint';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

const newestFirst = 'event';
const newestFirstKeys = [cursorKey.instant, cursorKey.matching(/^\d{1,9}$/), cursorKey.uuid];

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointFields {
  @FieldResolver(() => WebhookDeliveryConnection, {
    description: 'Deliveries of the last 30 days, newest event first.',
  })
  async deliveries(
    @Root() endpoint: WebhookEndpointRow,
    @Arg('first', () => Int, firstArgument())
    first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Ctx() { loaders }: OrdersContext,
  ): Promise<Page<WebhookDeliveryRow>> {
    const page = pageRequest(first, after, newestFirst, newestFirstKeys);
    const rows = await loaders.deliveriesByEndpoint.load({ endpoint, page });
    return pageOf(rows, page, newestFirst, (row) => [
      row.eventAt.toISOString(),
      String(row.version),
      row.id,
    ]);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryFields {
  @FieldResolver(() => ID, {
    description: 'Id of the event, sent as `webhook-id`; the same in every attempt.',
  })
  eventId(@Root() delivery: WebhookDeliveryRow): string {
    return eventIdOf(delivery);
  }
}
