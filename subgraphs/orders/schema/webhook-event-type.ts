import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { WebhookEventType as EventType } from '../domain/webhook-event-type';

@PlainType('An event that webhook endpoints can receive, and the body it is sent with.')
export class WebhookEventType implements EventType {
  @Field(() => String, {
    description: 'Name of the event, e.g. `order.shipped`; `type` of the body.',
  })
  name: string;

  @Field(() => String, { description: 'Explanation for people of what has happened.' })
  description: string;

  @Field(() => String, {
    description:
      'JSON Schema (draft 2020-12) of the body, as JSON text. Properties may be added to bodies.',
  })
  schema: string;

  @Field(() => String, { description: 'Sample of a body, as JSON text; its order does not exist.' })
  sample: string;
}
