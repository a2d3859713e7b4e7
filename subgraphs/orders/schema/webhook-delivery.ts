import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { DateTime } from '../../../platform/graphql/scalars';
import { WebhookDeliveryStatus } from '../../../prisma/orders/generated/enums';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';

registerEnumType(WebhookDeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  valuesConfig: {
    PENDING: { description: 'The endpoint has not accepted the event yet; attempts continue.' },
    DELIVERED: { description: 'The endpoint answered with a status of 2xx.' },
    FAILED: { description: 'Given up after the last attempt. `redeliverWebhook` starts again.' },
  },
  description: 'Status of the delivery of an event to an endpoint.',
});

type PublicColumn =
  | 'id'
  | 'eventType'
  | 'attempts'
  | 'status'
  | 'lastAttemptAt'
  | 'nextAttemptAt'
  | 'responseStatus';

@ObjectType({
  simpleResolvers: true,
  description:
    'One event for one webhook endpoint, kept for 30 days. Visible to the owner of the endpoint.',
})
export class WebhookDelivery implements Pick<WebhookDeliveryRow, PublicColumn> {
  @Field(() => ID, { description: 'Id of the delivery, for `redeliverWebhook`.' })
  id: string;

  @Field(() => String, { description: 'Name of the event, e.g. `order.shipped`.' })
  eventType: string;

  @Field(() => Int, { description: 'Number of attempts made so far.' })
  attempts: number;

  @Field(() => WebhookDeliveryStatus, { description: 'Status of the delivery now.' })
  status: WebhookDeliveryStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the latest attempt was made; null before the first.',
  })
  lastAttemptAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the next attempt is due. Null if there is none, or while the endpoint is disabled.',
  })
  nextAttemptAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'HTTP status that the endpoint last answered with. Null if the latest attempt got no answer.',
  })
  responseStatus: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A webhook delivery and its position in the list.',
})
export class WebhookDeliveryEdge extends edgeOf(() => WebhookDelivery) {}

@ObjectType({
  simpleResolvers: true,
  description: "One page of an endpoint's deliveries. Visible to the owner of the endpoint.",
})
export class WebhookDeliveryConnection extends connectionOf(
  () => WebhookDeliveryEdge,
  () => WebhookDelivery,
) {}
