import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { DateTime } from '../../../platform/graphql/scalars';
import { WebhookDeliveryStatus } from '../../../prisma/orders/generated/enums';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';

registerEnumType(WebhookDeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  valuesConfig: {
    PENDING: { description: 'Not accepted yet.' },
    DELIVERED: { description: 'Answered with 2xx.' },
    FAILED: { description: 'Not tried any more; redeliverWebhook begins anew.' },
  },
});

type PublicColumn =
  | 'id'
  | 'eventType'
  | 'attempts'
  | 'status'
  | 'lastAttemptAt'
  | 'nextAttemptAt'
  | 'responseStatus';

@ObjectType({ simpleResolvers: true, description: 'One event for one endpoint.' })
export class WebhookDelivery implements Pick<WebhookDeliveryRow, PublicColumn> {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  eventType: string;

  @Field(() => Int)
  attempts: number;

  @Field(() => WebhookDeliveryStatus)
  status: WebhookDeliveryStatus;

  @Field(() => DateTime, { nullable: true })
  lastAttemptAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Null when there will be none, or while the endpoint is disabled.',
  })
  nextAttemptAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of the last attempt; null where there was no answer.',
  })
  responseStatus: number | null;
}

@ObjectType({ simpleResolvers: true })
export class WebhookDeliveryEdge extends edgeOf(() => WebhookDelivery) {}

@ObjectType({ simpleResolvers: true, description: 'Newest first, for 30 days.' })
export class WebhookDeliveryConnection extends connectionOf(() => WebhookDeliveryEdge) {}
