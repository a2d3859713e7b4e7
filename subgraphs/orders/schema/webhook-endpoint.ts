import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, Url } from '../../../platform/graphql/scalars';
import { publicEventTypes } from '../domain/event';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';

type PublicColumn = 'id' | 'url' | 'events' | 'enabled' | 'disabledReason' | 'createdAt';

const eventNames = `Of ${publicEventTypes.join(', ')}.`;

@ObjectType({
  simpleResolvers: true,
  description: 'Where its owner hears of their own orders, as Standard Webhooks.',
})
export class WebhookEndpoint implements Pick<WebhookEndpointRow, PublicColumn> {
  @Field(() => ID)
  id: string;

  @Field(() => Url)
  url: string;

  @Field(() => [String], { description: eventNames })
  events: string[];

  @Field(() => Boolean, {
    description:
      'While it is not, nothing is sent, and what happens is not kept for it. What was waiting then still waits.',
  })
  enabled: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was disabled by the system: it failed for days, or answered 410.',
  })
  disabledReason: string | null;

  @Field(() => DateTime)
  createdAt: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The only time the signing secret is shown.',
})
export class WebhookEndpointCreated {
  @Field(() => WebhookEndpoint)
  endpoint: WebhookEndpointRow;

  @Field(() => String, { description: 'For the libraries of Standard Webhooks: `whsec_…`.' })
  signingSecret: string;
}

@InputType()
export class WebhookEndpointInput {
  @Field(() => Url, { description: 'Neither user name nor private address; https in production.' })
  url: string;

  @Field(() => [String], { description: eventNames })
  events: string[];
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateWebhookEndpointInput {
  @Field(() => Url, { nullable: true })
  url?: string | null;

  @Field(() => [String], { nullable: true })
  events?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: what was waiting is sent now, whyever it was disabled.',
  })
  enabled?: boolean | null;
}
