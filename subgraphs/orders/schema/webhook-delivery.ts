import { Field, ID, Int } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { WebhookDeliveryStatus } from '../../../prisma/orders/generated/enums';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';

describeEnum(
  WebhookDeliveryStatus,
  'WebhookDeliveryStatus',
  'Status of the delivery of an event to an endpoint.',
  {
    PENDING: 'The endpoint has not accepted the event yet; attempts continue.',
    DELIVERED: 'The endpoint answered with a status of 2xx.',
    FAILED: 'Given up after the last attempt. `redeliverWebhook` starts again.',
  },
);

type PublicColumn =
  | 'id'
  | 'eventType'
  | 'attempts'
  | 'status'
  | 'lastAttemptAt'
  | 'nextAttemptAt'
  | 'responseStatus';

@PlainType(
  'One event for one webhook endpoint, kept for 30 days. Visible to the owner of the endpoint.',
)
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

@PlainType('A webhook delivery and its position in the list.')
export class WebhookDeliveryEdge extends edgeOf(() => WebhookDelivery) {}

@PlainType("One page of an endpoint's deliveries. Visible to the owner of the endpoint.")
export class WebhookDeliveryConnection extends connectionOf(WebhookDeliveryEdge) {}
