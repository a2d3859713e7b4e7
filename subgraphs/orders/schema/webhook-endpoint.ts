import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime, Url } from '../../../platform/graphql/scalars';
import { publicEventTypes } from '../domain/event';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

type PublicColumn = 'id' | 'url' | 'events' | 'enabled' | 'disabledReason' | 'createdAt';

/** Description of a list of event types. */
export const eventNames = publicEventTypes.join(', ');

@PlainType(
  "A URL that receives events of its owner's orders, signed as Standard Webhooks. Visible to its owner.",
)
export class WebhookEndpoint implements Pick<WebhookEndpointRow, PublicColumn> {
  @Field(() => ID, { description: 'Id of the endpoint. It never changes.' })
  id: string;

  @Field(() => Url, { description: 'Where events are sent by POST.' })
  url: string;

  @Field(() => [String], { description: `Names of the events that are sent: ${eventNames}.` })
  events: string[];

  @Field(() => Boolean, {
    description:
      'Whether events are sent. While false, earlier events wait and new ones are not stored for the endpoint.',
  })
  enabled: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the system disabled the endpoint: it failed for days, answered 410, or its owner was locked or lost the role. Null otherwise.',
  })
  disabledReason: string | null;

  @Field(() => DateTime, { description: 'When the endpoint was created, in UTC.' })
  createdAt: Date;
}

@PlainType('An endpoint with a new signing secret. This is the only time the secret is shown.')
export class WebhookEndpointCreated {
  @Field(() => WebhookEndpoint, { description: 'The endpoint that the secret belongs to.' })
  endpoint: WebhookEndpointRow;

  @Field(() => String, {
    description:
      'Secret that signs deliveries, `whsec_…`, for the libraries of Standard Webhooks. Store it safely.',
  })
  signingSecret: string;
}
